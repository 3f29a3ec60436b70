using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class AllLayersSuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.All());

    public sealed class Writes() : WriteConformance(LayerHarness.All());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.All());

    public sealed class Reads() : ReadConformance(LayerHarness.All());

    public sealed class Metadata() : MetadataConformance(LayerHarness.All());

    public sealed class Lists() : ListConformance(LayerHarness.All());

    public sealed class Deletes() : DeleteConformance(LayerHarness.All());

    public sealed class Copies() : CopyConformance(LayerHarness.All());

    public sealed class Parts() : MultipartConformance(LayerHarness.All());

    public sealed class Errors() : ErrorConformance(LayerHarness.All());
}
