using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class TelemetrySuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.Telemetry());

    public sealed class Writes() : WriteConformance(LayerHarness.Telemetry());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.Telemetry());

    public sealed class Reads() : ReadConformance(LayerHarness.Telemetry());

    public sealed class Metadata() : MetadataConformance(LayerHarness.Telemetry());

    public sealed class Lists() : ListConformance(LayerHarness.Telemetry());

    public sealed class Deletes() : DeleteConformance(LayerHarness.Telemetry());

    public sealed class Copies() : CopyConformance(LayerHarness.Telemetry());

    public sealed class Parts() : MultipartConformance(LayerHarness.Telemetry());

    public sealed class Errors() : ErrorConformance(LayerHarness.Telemetry());
}
