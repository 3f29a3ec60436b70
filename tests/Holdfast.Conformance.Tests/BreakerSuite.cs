using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class BreakerSuite
{
    public sealed class Keys() : KeyConformance(LayerHarness.Breaker());

    public sealed class Writes() : WriteConformance(LayerHarness.Breaker());

    public sealed class Preconditions() : PreconditionConformance(LayerHarness.Breaker());

    public sealed class Reads() : ReadConformance(LayerHarness.Breaker());

    public sealed class Metadata() : MetadataConformance(LayerHarness.Breaker());

    public sealed class Lists() : ListConformance(LayerHarness.Breaker());

    public sealed class Deletes() : DeleteConformance(LayerHarness.Breaker());

    public sealed class Copies() : CopyConformance(LayerHarness.Breaker());

    public sealed class Parts() : MultipartConformance(LayerHarness.Breaker());

    public sealed class Errors() : ErrorConformance(LayerHarness.Breaker());
}
