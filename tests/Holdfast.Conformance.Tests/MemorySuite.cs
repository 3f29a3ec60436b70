using Holdfast.Backends;
using Holdfast.Conformance;
using Holdfast.Conformance.Doubles;

namespace Holdfast.Tests.Conformance;

public sealed class MemoryHarness : BackendHarness
{
    private readonly MemoryBackend _memory = new();

    protected override ValueTask<IBackend> CreateAsync(CancellationToken cancellationToken) => new(_memory);

    public override async ValueTask<IReadOnlyList<string>> LeftoversAsync(CancellationToken cancellationToken) =>
        [.. await base.LeftoversAsync(cancellationToken), .. Enumerable.Repeat("an open upload", _memory.OpenUploads), .. Enumerable.Repeat("an open read", _memory.OpenReads)];
}

public static class MemorySuite
{
    public sealed class Writes() : WriteConformance(new MemoryHarness());
}
