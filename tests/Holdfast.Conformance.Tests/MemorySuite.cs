using Holdfast.Backends;
using Holdfast.Conformance;
using Holdfast.Conformance.Doubles;

namespace Holdfast.Tests.Conformance;

public class MemoryHarness(BackendCapabilities? capabilities = null) : BackendHarness
{
    private readonly MemoryBackend _memory = new(new MemoryBackendOptions { Capabilities = capabilities ?? MemoryBackendOptions.AllCapabilities });

    protected override ValueTask<IBackend> CreateAsync(CancellationToken cancellationToken) => new(_memory);

    public override async ValueTask<IReadOnlyList<string>> LeftoversAsync(CancellationToken cancellationToken) =>
        [.. await base.LeftoversAsync(cancellationToken), .. Enumerable.Repeat("an open upload", _memory.OpenUploads), .. Enumerable.Repeat("an open read", _memory.OpenReads)];
}

public static class MemorySuite
{
    public sealed class Keys() : KeyConformance(new MemoryHarness());

    public sealed class Writes() : WriteConformance(new MemoryHarness());

    public sealed class Preconditions() : PreconditionConformance(new MemoryHarness());

    public sealed class Reads() : ReadConformance(new MemoryHarness());

    public sealed class Metadata() : MetadataConformance(new MemoryHarness());

    public sealed class Lists() : ListConformance(new MemoryHarness());

    public sealed class Deletes() : DeleteConformance(new MemoryHarness());

    public sealed class Copies() : CopyConformance(new MemoryHarness());

    public sealed class Parts() : MultipartConformance(new MemoryHarness());

    public sealed class Errors() : ErrorConformance(new MemoryHarness());
}
