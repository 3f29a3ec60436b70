using System.IO.Pipelines;
using System.Text.Json;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Reading;
using Holdfast.Engine.Reconciling;
using Holdfast.Engine.Status;
using Holdfast.Engine.Verification;
using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine;

/// <summary>The engine over one catalog and its backends. Several, in one process or many, may work over the same catalog.</summary>
public sealed class HoldfastEngine : IHoldfast, IAsyncDisposable
{
    private readonly EngineContext _engine;
    private readonly EngineParts _parts;
    private readonly CancellationTokenSource _stopping = new();
    private Task _background = Task.CompletedTask;
    private int _disposed;

    private HoldfastEngine(EngineOptions options)
    {
        _engine = new EngineContext(options, Ids.New(options.Time.GetUtcNow()));
        _parts = new EngineParts(_engine);
    }

    /// <inheritdoc/>
    public IJobs Jobs => _parts.Jobs;

    /// <summary>The id of this process in the catalog.</summary>
    public string InstanceId => _engine.InstanceId;

    /// <summary>
    /// Starts: enters this process in the catalog, takes over what dead ones left, sweeps leftovers, probes the backends once, and begins the work in the
    /// background. When it returns, the engine is ready.
    /// </summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    public static async Task<HoldfastEngine> StartAsync(EngineOptions options, CancellationToken cancellationToken)
    {
        var engine = new HoldfastEngine(options);
        try
        {
            await engine._parts.Instances.EnterAsync(cancellationToken);
            await engine._parts.Health.ProbeAsync(cancellationToken);
            await engine._parts.Recovery.RunAsync(cancellationToken);
            await engine.AdoptAtFirstStartAsync(cancellationToken);
            engine._background = engine._parts.Background.RunAsync(engine._stopping.Token);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<PutResult> PutAsync(ObjectKey key, PipeReader content, PutOptions options, CancellationToken cancellationToken) =>
        _parts.Writer.PutAsync(key, content, options, cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken cancellationToken) =>
        await _parts.Lookup.FindAsync(key, cancellationToken) is { Version: { } version } known ? _parts.Objects.Of(known.Object, version, known.Replicas) : null;

    /// <inheritdoc/>
    public async Task<StoredObject?> FindByIdAsync(string id, CancellationToken cancellationToken) =>
        await _engine.Catalog.ReadAsync(session => Catalog.Rows.ObjectSql.KeyOfIdAsync(session, id), cancellationToken) is { } key
            ? await FindAsync(ObjectKey.FromStored(key), cancellationToken) is { } found && found.Id == id ? found : null
            : null;

    /// <inheritdoc/>
    public async Task<ObjectReader> OpenAsync(ObjectKey key, OpenOptions options, CancellationToken cancellationToken) =>
        await _parts.Opener.OpenAsync(key, options, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(ObjectKey key, RemoveOptions options, CancellationToken cancellationToken) =>
        _parts.Remover.DeleteAsync(key, options, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeleteOutcome>> DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken) =>
        _parts.Remover.DeleteManyAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public Task<PutResult> CopyAsync(ObjectKey source, ObjectKey target, TransferOptions options, CancellationToken cancellationToken) =>
        TransferAsync(source, target, options, false, cancellationToken);

    /// <inheritdoc/>
    public Task<PutResult> MoveAsync(ObjectKey source, ObjectKey target, TransferOptions options, CancellationToken cancellationToken) =>
        TransferAsync(source, target, options, true, cancellationToken);

    /// <inheritdoc/>
    public Task<ListPage> ListAsync(ListQuery query, CancellationToken cancellationToken) => _parts.Listing.PageAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredObject> EnumerateAsync(string prefix, CancellationToken cancellationToken) => _parts.Listing.AllAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<Explanation> ExplainAsync(ObjectKey key, CancellationToken cancellationToken) => _parts.Explaining.OfAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<StorageStatus> GetStatusAsync(CancellationToken cancellationToken) => _parts.Statistics.StatusAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<StorageStatistics> GetStatisticsAsync(long? orgId, CancellationToken cancellationToken) => _parts.Statistics.OfAsync(orgId, cancellationToken);

    /// <inheritdoc/>
    public Task<JobInfo> VerifyAsync(VerifyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Jobs.SubmitAsync("verify", JsonSerializer.Serialize(options, JobJson.Options), options.Owner, cancellationToken);
    }

    /// <summary>Does now what the background would do soon: views, superseded homes, leftovers. For tests and for a calm shutdown.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _parts.Views.NoteDoneAsync(cancellationToken);
        await _parts.Recovery.RunAsync(cancellationToken);
    }

    /// <summary>One round of tidying alone, as another process might run it at any moment.</summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        await _parts.Attempts.ResolveAsync();
        await _parts.Tidier.RunOnceAsync(true, cancellationToken);
    }

    internal Task BeatAsync(CancellationToken cancellationToken) => _parts.Instances.BeatAsync(cancellationToken);

    /// <summary>Stops the background, gives running jobs back and leaves the catalog in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _background;
        try
        {
            await _parts.Attempts.ResolveAsync();
            await _parts.Views.NoteDoneAsync(CancellationToken.None);
            await _parts.Tidier.RunOnceAsync(false, CancellationToken.None);
            await _parts.Instances.LeaveAsync();
        }
        catch (StorageException)
        {
            // What could not be put in order is put in order by the next start.
        }

        _parts.Dispose();
        _stopping.Dispose();
    }

    private async Task<PutResult> TransferAsync(ObjectKey source, ObjectKey target, TransferOptions options, bool move, CancellationToken cancellationToken)
    {
        await using var content = await _parts.Opener.OpenAsync(source, OpenOptions.Default, cancellationToken);
        return source == target
            ? new PutResult(content.Object, true)
            : await _parts.Writer.CopyAsync(content.Known, content, target, options, move, cancellationToken);
    }

    private async Task AdoptAtFirstStartAsync(CancellationToken cancellationToken)
    {
        if (!_engine.Options.AdoptOnStart || _engine.Options.OnExternalChange != ExternalChange.Adopt)
        {
            return;
        }

        var first = await _engine.Catalog.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('first_adoption', @p0) ON CONFLICT (name) DO NOTHING", _engine.InstanceId), cancellationToken);
        if (first == 1)
        {
            await Jobs.SubmitAsync("adopt", "{}", null, cancellationToken);
        }
    }
}
