using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class OverallTimeoutSuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.OverallTimeout());

    public sealed class Writes() : WriteConformance(LayerHarness.OverallTimeout());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.OverallTimeout());

    public sealed class Reads() : ReadConformance(LayerHarness.OverallTimeout());

    public sealed class Metadata() : MetadataConformance(LayerHarness.OverallTimeout());

    public sealed class Lists() : ListConformance(LayerHarness.OverallTimeout());

    public sealed class Deletes() : DeleteConformance(LayerHarness.OverallTimeout());

    public sealed class Copies() : CopyConformance(LayerHarness.OverallTimeout());

    public sealed class Parts() : MultipartConformance(LayerHarness.OverallTimeout());

    public sealed class Errors() : ErrorConformance(LayerHarness.OverallTimeout());
}
