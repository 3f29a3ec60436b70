using System.Collections.Concurrent;
using Holdfast.Backends;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Steps;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>
/// Removes what no row wants any more, by exact home and never by key: homes of superseded and deleted versions whose view is replaced, and homes of
/// attempts that were given up. What is in memory is a short cut; the catalog's rows say the same after a restart.
/// </summary>
internal sealed class Tidier(EngineContext engine) : IDisposable
{
    private const int Batch = 500;
    private const int LaterLooks = 8;

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Tidier>();
    private readonly ConcurrentQueue<ReplicaRow> _removals = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _looks = 1;

    public void Dispose() => _signal.Dispose();

    /// <summary>These homes are to be removed; their rows say so already.</summary>
    public void Remove(IReadOnlyList<ReplicaRow> replicas)
    {
        foreach (var replica in replicas)
        {
            _removals.Enqueue(replica);
        }

        if (replicas.Count > 0)
        {
            Wake();
        }
    }

    /// <summary>The catalog has something to tidy.</summary>
    public void Signal()
    {
        Interlocked.CompareExchange(ref _looks, 1, 0);
        Wake();
    }

    /// <summary>The catalog will soon have something to tidy, once a view that is being set is noted: the next few rounds look.</summary>
    public void SignalLater() => Volatile.Write(ref _looks, LaterLooks);

    /// <summary>Removes a home that no row knows, by its exact name; what cannot be removed now is found by a verification.</summary>
    public async Task RemoveHomeAsync(string backend, ObjectKey home) => await DeleteHomesAsync([(backend, home.Value)], CancellationToken.None);

    /// <summary>Waits until there is something to do, or for a while.</summary>
    public Task<bool> WaitAsync(TimeSpan most, CancellationToken cancellationToken) => _signal.WaitAsync(most, cancellationToken);

    /// <summary>Does what is to be done now; answers how much was done.</summary>
    public async Task<int> RunOnceAsync(bool lookInCatalog, CancellationToken cancellationToken)
    {
        var done = 0;
        while (!_removals.IsEmpty)
        {
            var some = new List<ReplicaRow>();
            while (some.Count < Batch && _removals.TryDequeue(out var one))
            {
                some.Add(one);
            }

            done += await RemoveReplicasAsync(some, cancellationToken);
        }

        if (lookInCatalog || Volatile.Read(ref _looks) > 0)
        {
            Interlocked.Decrement(ref _looks);
            Interlocked.CompareExchange(ref _looks, 0, -1);
            done += await SweepAsync(cancellationToken);
            done += await FromCatalogAsync(cancellationToken);
        }

        return done;
    }

    /// <summary>Removes the homes of attempts that were given up.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        for (var last = string.Empty; ;)
        {
            var after = last;
            var attempts = await engine.Catalog.ReadAsync(session => UploadSql.AbortedAsync(session, after, Batch), cancellationToken);
            if (attempts.Count == 0)
            {
                return done;
            }

            last = attempts[^1].Attempt;
            var kept = await GiveBackAsync(attempts.Where(a => a.Adopts), cancellationToken);
            var gone = await DeleteHomesAsync(attempts.Where(a => !kept.Contains(a)).Select(a => (a.Backend, a.Home)), cancellationToken);
            var ended = attempts.Where(a => gone.Contains((a.Backend, a.Home))).ToList();
            await engine.Catalog.WriteAsync(
                async session =>
                {
                    foreach (var attempt in ended)
                    {
                        await UploadSql.ForgetAsync(session, attempt.Attempt);
                    }

                    return 0;
                },
                cancellationToken);
            done += ended.Count;
        }
    }

    /// <summary>
    /// The home of an adoption that was given up is another name of a person's file. Where it is the only one left, because the key was set to something
    /// newer before the adoption was known to have failed, it goes into quarantine. Answers what could not be looked at.
    /// </summary>
    private async Task<HashSet<AttemptRow>> GiveBackAsync(IEnumerable<AttemptRow> adoptions, CancellationToken cancellationToken)
    {
        var kept = new HashSet<AttemptRow>();
        foreach (var attempt in adoptions)
        {
            if (engine.FindBackend(attempt.Backend)?.Views is not { } views)
            {
                kept.Add(attempt);
                continue;
            }

            try
            {
                var home = ObjectKey.FromStored(attempt.Home);
                if ((await views.LookAsync(home, cancellationToken)).Stat?.Identity is { } identity && !views.Shows(ObjectKey.FromStored(attempt.Key), identity)
                    && await views.QuarantineAsync(home, cancellationToken) is { } name)
                {
                    _log.ForeignFile(StorageErrors.Quote(attempt.Key), $"moved to quarantine as {name}");
                }
            }
            catch (StorageException error)
            {
                kept.Add(attempt);
                _log.TidyingFailed(error);
            }
        }

        return kept;
    }

    private async Task<int> FromCatalogAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        for (var last = string.Empty; ;)
        {
            var after = last;
            var some = await engine.Catalog.ReadAsync(session => RemovingAsync(session, after), cancellationToken);
            if (some.Count == 0)
            {
                return done;
            }

            last = some[^1].VersionId;
            done += await RemoveReplicasAsync(some, cancellationToken);
        }
    }

    private async Task<int> RemoveReplicasAsync(IReadOnlyList<ReplicaRow> replicas, CancellationToken cancellationToken)
    {
        await engine.Options.Steps.ReachedAsync(ProtocolStep.BeforeTidy, cancellationToken);
        var gone = await DeleteHomesAsync(replicas.Select(r => (r.Backend, r.Home)), cancellationToken);
        await engine.Options.Steps.ReachedAsync(ProtocolStep.AfterTidy, cancellationToken);
        var rows = replicas.Where(r => gone.Contains((r.Backend, r.Home))).ToList();
        if (rows.Count == 0)
        {
            return 0;
        }

        await engine.Catalog.WriteAsync(
            async session =>
            {
                foreach (var row in rows)
                {
                    await session.ExecuteAsync("DELETE FROM replica WHERE version_id = @p0 AND backend = @p1 AND state = 5", row.VersionId, row.Backend);
                    await session.ExecuteAsync(
                        "DELETE FROM version WHERE version_id = @p0 AND superseded_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM replica r WHERE r.version_id = version.version_id)", row.VersionId);
                }

                return 0;
            },
            cancellationToken);
        return rows.Count;
    }

    private async Task<HashSet<(string Backend, string Home)>> DeleteHomesAsync(IEnumerable<(string Backend, string Home)> homes, CancellationToken cancellationToken)
    {
        var gone = new HashSet<(string, string)>();
        foreach (var group in homes.GroupBy(h => h.Backend, StringComparer.Ordinal))
        {
            if (engine.FindBackend(group.Key) is not { } backend)
            {
                continue;
            }

            try
            {
                foreach (var result in await backend.Backend.DeleteAsync([.. group.Select(h => ObjectKey.FromStored(h.Home))], DeleteOptions.Default, cancellationToken))
                {
                    if (result.Error is null)
                    {
                        gone.Add((group.Key, result.Key.Value));
                    }
                }
            }
            catch (StorageException error)
            {
                _log.TidyingFailed(error);
            }
        }

        return gone;
    }

    private static async Task<List<ReplicaRow>> RemovingAsync(CatalogSession session, string after)
    {
        var rows = new List<ReplicaRow>();
        await using var reader = await session.Prepare(
            "SELECT backend, state, home, identity, checked_at, version_id FROM replica WHERE state <> 0 AND state = 5 AND version_id > @p0 AND NOT EXISTS " +
            "(SELECT 1 FROM version v JOIN object o ON o.key = v.key WHERE v.version_id = replica.version_id AND o.view_done = 0) ORDER BY version_id LIMIT 500",
            after).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(ObjectSql.ReadReplica(reader, 0, reader.GetString(5)));
        }

        return rows;
    }

    private void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
