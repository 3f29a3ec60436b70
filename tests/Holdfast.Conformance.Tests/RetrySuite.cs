using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class RetrySuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.Retry());

    public sealed class Writes() : WriteConformance(LayerHarness.Retry());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.Retry());

    public sealed class Reads() : ReadConformance(LayerHarness.Retry());

    public sealed class Metadata() : MetadataConformance(LayerHarness.Retry());

    public sealed class Lists() : ListConformance(LayerHarness.Retry());

    public sealed class Deletes() : DeleteConformance(LayerHarness.Retry());

    public sealed class Copies() : CopyConformance(LayerHarness.Retry());

    public sealed class Parts() : MultipartConformance(LayerHarness.Retry());

    public sealed class Errors() : ErrorConformance(LayerHarness.Retry());
}
