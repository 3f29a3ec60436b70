using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>What is left to do after a crash, and again from time to time: unfinished exchanges of views, views that are not set, tombstones, expired objects.</summary>
internal sealed class Recovery(EngineContext engine, Attempts attempts, Views views, Instances instances, Tidier tidier, AfterCommit afterCommit)
{
    private const int Batch = 500;
    private static readonly TimeSpan TombstoneLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan SightingLife = TimeSpan.FromDays(400);

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Recovery>();

    /// <summary>One round over everything that the catalog says is unfinished.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await attempts.ResolveAsync();
        await instances.TakeOverAsync(cancellationToken);

        // Before any view is set: what an unfinished adoption marked must look like the person's file again.
        await tidier.SweepAsync(cancellationToken);
        foreach (var backend in engine.Options.Backends)
        {
            if (backend.Views is { } linked)
            {
                try
                {
                    await linked.RecoverAsync(cancellationToken);
                }
                catch (StorageException error)
                {
                    _log.TidyingFailed(error);
                }
            }
        }

        await SetViewsAsync(cancellationToken);
        await tidier.RunOnceAsync(true, cancellationToken);
        await ForgetTombstonesAsync(cancellationToken);
        await ExpireAsync(cancellationToken);
        await PruneAsync(cancellationToken);
    }

    /// <summary>Sets the views that are not known to be set.</summary>
    public async Task SetViewsAsync(CancellationToken cancellationToken)
    {
        for (var last = string.Empty; ;)
        {
            var after = last;
            var keys = await engine.Catalog.ReadAsync(session => KeysAsync(session, "SELECT key FROM object WHERE view_done = 0 AND key > @p0 ORDER BY key LIMIT 500", after), cancellationToken);
            foreach (var key in keys)
            {
                var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, key), cancellationToken);
                if (known is { Object.ViewDone: false })
                {
                    await views.BringUpToDateAsync(known.Object, known.Replicas, cancellationToken);
                }
            }

            await views.NoteDoneAsync(cancellationToken);
            if (keys.Count < Batch)
            {
                return;
            }

            last = keys[^1];
        }
    }

    // A tombstone stays until nothing of the key is left anywhere, and a day longer: adoption asks it.
    private async Task ForgetTombstonesAsync(CancellationToken cancellationToken)
    {
        while (await engine.Catalog.WriteAsync(
            session => session.ExecuteAsync(
                "DELETE FROM object WHERE key IN (SELECT o.key FROM object o WHERE o.tombstone_at < @p0 AND o.current_version IS NULL AND o.view_done = 1 " +
                "AND NOT EXISTS (SELECT 1 FROM version v WHERE v.key = o.key) LIMIT 500)",
                session.NowMs - (long)TombstoneLife.TotalMilliseconds),
            cancellationToken) == Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        // Each that is deleted is found no more; what cannot be deleted is left to the next round.
        for (var goesOn = true; goesOn;)
        {
            var now = engine.Time.GetUtcNow().ToUnixTimeMilliseconds();
            var expired = await engine.Catalog.ReadAsync(
                session => KeysAsync(session, "SELECT v.key FROM version v JOIN object o ON o.key = v.key AND o.current_version = v.version_id WHERE v.expires_at <= @p0 LIMIT 500", now), cancellationToken);
            goesOn = expired.Count == Batch;
            foreach (var key in expired)
            {
                goesOn &= await ExpireAsync(key, cancellationToken);
            }
        }
    }

    private async Task<bool> ExpireAsync(string key, CancellationToken cancellationToken)
    {
        var deleted = await engine.Catalog.WriteAsync(
            async session => (await ObjectSql.FindAsync(session, key))?.Version is { } version && !Commit.IsLive(session, version)
                ? await Commit.TombstoneAsync(session, Keys.ObjectKey.FromStored(key), null, "expired", null)
                : null,
            cancellationToken);
        if (deleted is not null)
        {
            await afterCommit.RunAsync(deleted);
        }

        return deleted is not null;
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = (engine.Time.GetUtcNow() - engine.Options.JournalRetention).ToUnixTimeMilliseconds();
        while (await engine.Catalog.WriteAsync(session => JournalSql.PruneAsync(session, before, Batch), cancellationToken) == Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var unseen = (engine.Time.GetUtcNow() - SightingLife).ToUnixTimeMilliseconds();
        await engine.Catalog.WriteAsync(session => session.ExecuteAsync("DELETE FROM sighting WHERE last_seen < @p0", unseen), cancellationToken);
    }

    private static async Task<List<string>> KeysAsync(Catalog.CatalogSession session, string sql, params object[] arguments)
    {
        var keys = new List<string>();
        await using var reader = await session.Prepare(sql, arguments).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }
}
