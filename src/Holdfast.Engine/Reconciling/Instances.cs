using Dapper;
using Holdfast.Engine.Catalog.Rows;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>Who works on this catalog. Work of a process that is gone is given up in a transaction first and then swept.</summary>
internal sealed class Instances(EngineContext engine) : IDisposable
{
    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Instances>();
    private InstanceLock? _lock;

    /// <summary>Enters this process.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (engine.Options.LockFolder is { } folder)
        {
            _lock = InstanceLock.Take(folder, engine.InstanceId);
        }

        await engine.Catalog.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO instance (instance_id, node, started_at, heartbeat) VALUES (@p0, @p1, @p2, @p3)",
                engine.InstanceId, Environment.MachineName, session.NowMs, session.NowMs),
            cancellationToken);
    }

    /// <summary>Says that this process lives; also when another one took it for dead while it was paused.</summary>
    public Task BeatAsync(CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        session => session.ExecuteAsync(
            "INSERT INTO instance (instance_id, node, started_at, heartbeat) VALUES (@p0, @p1, @p2, @p2) ON CONFLICT (instance_id) DO UPDATE SET heartbeat = excluded.heartbeat",
            engine.InstanceId, Environment.MachineName, session.NowMs),
        cancellationToken);

    /// <summary>Gives up the uploads of processes that are gone; answers how many.</summary>
    public async Task<int> TakeOverAsync(CancellationToken cancellationToken)
    {
        var others = await engine.Catalog.ReadAsync(
            async session => (await session.Connection.QueryAsync<(string Id, long Heartbeat)>("SELECT instance_id, heartbeat FROM instance WHERE instance_id <> @me", new { me = engine.InstanceId })).AsList(),
            cancellationToken);
        var taken = 0;
        foreach (var (id, heartbeat) in others.Where(o => IsDead(o.Id, o.Heartbeat)))
        {
            taken += await TakeOverAsync(id, heartbeat, cancellationToken);
        }

        return taken + await engine.Catalog.WriteAsync(UploadSql.AbortStrayAsync, cancellationToken);
    }

    private async Task<int> TakeOverAsync(string id, long heartbeat, CancellationToken cancellationToken)
    {
        var uploads = await engine.Catalog.WriteAsync(
            async session =>
            {
                // One that has beaten since it was looked at lives.
                if (await session.ExecuteAsync("DELETE FROM instance WHERE instance_id = @p0 AND heartbeat = @p1", id, heartbeat) == 0)
                {
                    return 0;
                }

                await session.ExecuteAsync("UPDATE job SET state = 0, instance_id = NULL, lease_until = NULL WHERE instance_id = @p0 AND state = 1", id);
                return await UploadSql.AbortAllOfAsync(session, id);
            },
            cancellationToken);
        if (engine.Options.LockFolder is { } folder)
        {
            InstanceLock.Clear(folder, id);
        }

        _log.TookOver(uploads, id);
        return uploads;
    }

    /// <summary>Leaves in good order; what this process left open is given up.</summary>
    public async Task LeaveAsync()
    {
        await engine.Catalog.WriteAsync(
            async session =>
            {
                await UploadSql.AbortAllOfAsync(session, engine.InstanceId);
                return await session.ExecuteAsync("DELETE FROM instance WHERE instance_id = @p0", engine.InstanceId);
            },
            CancellationToken.None);
    }

    public void Dispose() => _lock?.Dispose();

    // A lock file proves it either way; without one there is only the heartbeat.
    private bool IsDead(string id, long heartbeat)
    {
        var byLock = engine.Options.LockFolder is { } folder ? InstanceLock.IsDead(folder, id) : null;
        return byLock ?? engine.Time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(heartbeat) > engine.Options.Lease;
    }
}
