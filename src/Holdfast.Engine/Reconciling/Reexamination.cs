using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Reconciling;

/// <summary>
/// What to make of a home that is not the file that was written: the same bytes with another identity (the folder was copied to another disk) are
/// taken as they are; other bytes were edited in place by another program and become a new version.
/// </summary>
internal sealed class Reexamination(EngineContext engine, Adoption adoption, Digesting digesting)
{
    /// <summary>Looks at every replica whose identity changed.</summary>
    public async Task RunAsync(Known known, CancellationToken cancellationToken)
    {
        var key = ObjectKey.FromStored(known.Object.Key);
        foreach (var replica in known.Replicas.Where(r => r.Identity is not null))
        {
            var backend = engine.Backend(replica.Backend);
            ObjectStat stat;
            try
            {
                stat = await backend.Backend.StatAsync(ObjectKey.FromStored(replica.Home), StatOptions.Default, cancellationToken);
            }
            catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
            {
                continue;
            }

            if (stat.Identity == replica.Identity)
            {
                continue;
            }

            if (known.Version!.Sha256 is { } sha && stat.Size == known.Version.Size
                && (await digesting.HashAsync(replica.Backend, replica.Home, stat.Identity, null, cancellationToken)).Sha256.Span.SequenceEqual(sha))
            {
                await engine.Catalog.WriteAsync(
                    session => session.ExecuteAsync("UPDATE replica SET identity = @p2, state = 0 WHERE version_id = @p0 AND backend = @p1 AND state <> 5", replica.VersionId, replica.Backend, stat.Identity),
                    cancellationToken);
            }
            else if (backend.Views is not null && await adoption.AdoptAsync(backend, key, cancellationToken) is null)
            {
                await MarkForeignAsync(known, replica, cancellationToken);
            }
        }
    }

    /// <summary>Gives a version whose home was removed by hand a new one from its readable file, when that is still the very file; false when it is not.</summary>
    public async Task<bool> RestoreHomeAsync(Known known, CancellationToken cancellationToken)
    {
        var key = ObjectKey.FromStored(known.Object.Key);
        foreach (var replica in known.Replicas)
        {
            if (replica.Identity is not { } identity || engine.FindBackend(replica.Backend)?.Views is not { } views || !views.Shows(key, identity))
            {
                continue;
            }

            var home = ObjectKey.Reserved(Ids.HomeName(engine.NewId()));
            return await views.AdoptAsync(
                key,
                home,
                async (stat, token) => stat.Size == known.Version!.Size && await engine.Catalog.WriteAsync(
                    async session =>
                    {
                        if (await session.ExecuteAsync(
                            "UPDATE replica SET home = @p3, identity = @p4, state = 0 WHERE version_id = @p0 AND backend = @p1 AND home = @p2 AND state <> 5",
                            replica.VersionId, replica.Backend, replica.Home, home.Value, stat.Identity) == 0)
                        {
                            return false;
                        }

                        await JournalSql.AddAsync(session, known.Object.Key, replica.VersionId, null, "repaired", replica.Backend, "its home was missing and was made again from the readable file");
                        return true;
                    },
                    token),
                cancellationToken);
        }

        return false;
    }

    private Task<int> MarkForeignAsync(Known known, ReplicaRow replica, CancellationToken cancellationToken) => engine.Catalog.WriteAsync(
        async session =>
        {
            await JournalSql.AddAsync(session, known.Object.Key, replica.VersionId, null, "damaged", replica.Backend, "its file was changed by another program");
            return await ObjectSql.MarkReplicaAsync(session, replica.VersionId, replica.Backend, ReplicaState.Foreign, "changed by another program");
        },
        cancellationToken);
}
