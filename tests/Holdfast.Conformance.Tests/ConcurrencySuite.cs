using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class ConcurrencySuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.Concurrency());

    public sealed class Writes() : WriteConformance(LayerHarness.Concurrency());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.Concurrency());

    public sealed class Reads() : ReadConformance(LayerHarness.Concurrency());

    public sealed class Metadata() : MetadataConformance(LayerHarness.Concurrency());

    public sealed class Lists() : ListConformance(LayerHarness.Concurrency());

    public sealed class Deletes() : DeleteConformance(LayerHarness.Concurrency());

    public sealed class Copies() : CopyConformance(LayerHarness.Concurrency());

    public sealed class Parts() : MultipartConformance(LayerHarness.Concurrency());

    public sealed class Errors() : ErrorConformance(LayerHarness.Concurrency());
}
