using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reading;

/// <summary>Keeps what reads and verifications find out about replicas.</summary>
internal sealed class ReplicaNotes(EngineContext engine)
{
    private readonly ILogger _log = engine.Options.Logging.CreateLogger<ReplicaNotes>();

    /// <summary>Marks a replica, in the catalog, the journal and the log; only while the version is still current.</summary>
    public async Task MarkAsync(string key, ReplicaRow replica, ReplicaState state, string detail, CancellationToken cancellationToken)
    {
        var marked = await engine.Catalog.WriteAsync(
            async session =>
            {
                if (await ObjectSql.CurrentVersionAsync(session, key) != replica.VersionId
                    || await ObjectSql.MarkReplicaAsync(session, replica.VersionId, replica.Backend, state, detail) == 0)
                {
                    return false;
                }

                if (state != replica.State)
                {
                    await JournalSql.AddAsync(session, key, replica.VersionId, null, state == ReplicaState.Present ? "repaired" : "damaged", replica.Backend, detail);
                }

                return true;
            },
            cancellationToken);
        if (marked && state is not (ReplicaState.Present or ReplicaState.Pending))
        {
            _log.ReplicaBad(StorageErrors.Quote(key), replica.Backend, state.ToString(), detail);
        }
    }

    /// <summary>Notes many replicas as looked at and found good, in one transaction; not those of which something else was found out since.</summary>
    public Task<int> VerifiedAsync(IReadOnlyList<ReplicaRow> replicas, CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        async session =>
        {
            foreach (var replica in replicas)
            {
                await session.ExecuteAsync(
                    "UPDATE replica SET state = 0, noted = NULL, checked_at = @p4 WHERE version_id = @p0 AND backend = @p1 AND home = @p2 AND state = @p3",
                    replica.VersionId, replica.Backend, replica.Home, (int)replica.State, session.NowMs);
            }

            return replicas.Count;
        },
        cancellationToken);

    /// <summary>What an error of a read says about the replica; null when it says nothing (the backend is merely down).</summary>
    public static ReplicaState? StateOf(StorageException error) => error.Kind switch
    {
        StorageErrorKind.NotFound => ReplicaState.Missing,
        StorageErrorKind.IntegrityMismatch => ReplicaState.Corrupt,
        StorageErrorKind.IdentityChanged => ReplicaState.Foreign,
        _ => null,
    };
}
