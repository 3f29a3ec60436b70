using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Conformance;

/// <summary>
/// Brings the backend under test. One harness is made for each test; what is dear to start (a server) belongs into a fixture that it is given.
/// </summary>
public abstract class BackendHarness : IAsyncDisposable
{
    private IBackend? _backend;

    /// <summary>What may be expected.</summary>
    public virtual Tunables Tunables { get; } = new();

    /// <summary>The known exceptions.</summary>
    public virtual ConformanceManifest Manifest => ConformanceManifest.Empty;

    /// <summary>Opens the backend; called once. Other tests may use the same place at the same time.</summary>
    protected abstract ValueTask<IBackend> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Puts layers around it: the guard by default, without which no backend is used.</summary>
    protected virtual IBackend Wrap(IBackend backend) => BackendLayers.Guard(backend);

    /// <summary>
    /// Names of what should not be there when no operation runs: staged files, open uploads. By default the keys below <c>.holdfast/</c>;
    /// override where tests share a place or where leftovers are not listed.
    /// </summary>
    public virtual async ValueTask<IReadOnlyList<string>> LeftoversAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var entry in (await OpenAsync(cancellationToken).ConfigureAwait(false)).ListAsync(new ListOptions { Prefix = ObjectKey.ReservedPrefix }, cancellationToken).ConfigureAwait(false))
        {
            names.Add(entry.Name);
        }

        return names;
    }

    /// <summary>The same place again through a backend of its own, wrapped as the first; null where that is not possible (memory).</summary>
    public virtual ValueTask<IBackend?> ReopenAsync(CancellationToken cancellationToken) => new((IBackend?)null);

    /// <summary>The backend under test, opened at the first call.</summary>
    public async ValueTask<IBackend> OpenAsync(CancellationToken cancellationToken) =>
        _backend ??= Wrap(await CreateAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_backend is not null)
        {
            await _backend.DisposeAsync().ConfigureAwait(false);
        }
    }
}
