using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class TryTimeoutSuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.TryTimeout());

    public sealed class Writes() : WriteConformance(LayerHarness.TryTimeout());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.TryTimeout());

    public sealed class Reads() : ReadConformance(LayerHarness.TryTimeout());

    public sealed class Metadata() : MetadataConformance(LayerHarness.TryTimeout());

    public sealed class Lists() : ListConformance(LayerHarness.TryTimeout());

    public sealed class Deletes() : DeleteConformance(LayerHarness.TryTimeout());

    public sealed class Copies() : CopyConformance(LayerHarness.TryTimeout());

    public sealed class Parts() : MultipartConformance(LayerHarness.TryTimeout());

    public sealed class Errors() : ErrorConformance(LayerHarness.TryTimeout());
}
