using Holdfast.Conformance;
using Holdfast.Conformance.Doubles;

namespace Holdfast.Tests.Conformance;

// Every capability that can be off is off: here the negative cases run.
public static class LeastSuite
{
    private static MemoryHarness Least() => new(MemoryBackendOptions.LeastCapabilities);

    public sealed class Keys() : KeyConformance(Least());

    public sealed class Writes() : WriteConformance(Least());

    public sealed class Preconditions() : PreconditionConformance(Least());

    public sealed class Reads() : ReadConformance(Least());

    public sealed class Metadata() : MetadataConformance(Least());

    public sealed class Lists() : ListConformance(Least());

    public sealed class Deletes() : DeleteConformance(Least());

    public sealed class Copies() : CopyConformance(Least());

    public sealed class Parts() : MultipartConformance(Least());

    public sealed class Errors() : ErrorConformance(Least());
}
