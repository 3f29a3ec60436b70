using Holdfast.Backends;
using Holdfast.Conformance;
using Holdfast.Local;

namespace Holdfast.Tests.Conformance;

public sealed class LocalHarness : BackendHarness
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"holdfast-conformance-{Guid.NewGuid():n}");

    protected override async ValueTask<IBackend> CreateAsync(CancellationToken cancellationToken) =>
        await LocalBackend.OpenAsync(new LocalBackendOptions { Root = _root }, cancellationToken);

    public override async ValueTask<IBackend?> ReopenAsync(CancellationToken cancellationToken) => Wrap(await CreateAsync(cancellationToken));

    public override async ValueTask<IReadOnlyList<string>> LeftoversAsync(CancellationToken cancellationToken) =>
        [.. await base.LeftoversAsync(cancellationToken), .. Directory.EnumerateFileSystemEntries(Path.Combine(_root, ".holdfast", "staging")).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }
}
