using Holdfast.Conformance;

namespace Holdfast.Tests.Conformance;

public static class LocalSuite
{
    public sealed class Keys() : KeyConformance(new LocalHarness());

    public sealed class Writes() : WriteConformance(new LocalHarness());

    public sealed class Preconditions() : PreconditionConformance(new LocalHarness());

    public sealed class Reads() : ReadConformance(new LocalHarness());

    public sealed class Metadata() : MetadataConformance(new LocalHarness());

    public sealed class Lists() : ListConformance(new LocalHarness());

    public sealed class Deletes() : DeleteConformance(new LocalHarness());

    public sealed class Copies() : CopyConformance(new LocalHarness());

    public sealed class Parts() : MultipartConformance(new LocalHarness());

    public sealed class Errors() : ErrorConformance(new LocalHarness());
}
