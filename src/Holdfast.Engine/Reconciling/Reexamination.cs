using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Reconciling;

/// <summary>
/// What to make of a home that is gone or is not the file that was written. The readable file may still be that file, and is linked again; the same
/// bytes with another identity (the folder was copied to another disk) are taken as they are; other bytes were edited by another program.
/// </summary>
internal sealed class Reexamination(EngineContext engine, Attempts attempts, Adoption adoption, Digesting digesting)
{
    /// <summary>Looks at every replica; true when something was put right, so that it is worth to look up the object again.</summary>
    public async Task<bool> RunAsync(Known known, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var replica in known.Replicas.Where(r => r.State != ReplicaState.Removing))
        {
            try
            {
                changed |= await OneAsync(known, replica, cancellationToken);
            }
            catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.Conflict or StorageErrorKind.IdentityChanged)
            {
                // It changed again while it was looked at.
                changed = true;
            }
        }

        return changed;
    }

    private async Task<bool> OneAsync(Known known, ReplicaRow replica, CancellationToken cancellationToken)
    {
        if (engine.FindBackend(replica.Backend) is not { } backend || replica.Identity is not { } identity)
        {
            return false;
        }

        var key = ObjectKey.FromStored(known.Object.Key);
        var home = await FindAsync(backend, replica.Home, cancellationToken);
        if (home?.Identity == identity)
        {
            return false;
        }

        if (backend.Views is { } views && known.Object.CurrentVersion == known.Version!.VersionId)
        {
            if (views.Shows(key, identity))
            {
                return await LinkAgainAsync(views, key, known, replica, cancellationToken);
            }

            if (engine.Options.OnExternalChange == ExternalChange.Adopt && await adoption.AdoptAsync(backend, key, cancellationToken) != AdoptionOutcome.Nothing)
            {
                return true;
            }
        }

        return home is not null && (await HasSameBytesAsync(known.Version!, replica, home, cancellationToken)
            ? await KeepAsync(known, replica, home, cancellationToken)
            : await MarkForeignAsync(known, replica, cancellationToken));
    }

    private static async Task<ObjectStat?> FindAsync(EngineBackend backend, string home, CancellationToken cancellationToken)
    {
        try
        {
            return await backend.Backend.StatAsync(ObjectKey.FromStored(home), StatOptions.Default, cancellationToken);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>The version's readable file is the very file that was written, so it gets a fresh home by a link.</summary>
    private async Task<bool> LinkAgainAsync(ILinkedViews views, ObjectKey key, Known known, ReplicaRow replica, CancellationToken cancellationToken)
    {
        var attempt = await attempts.OpenAsync(key, replica.Backend, true, cancellationToken);
        var done = false;
        try
        {
            return done = await views.AdoptAsync(
                key,
                attempt.Home,
                async (stat, token) =>
                {
                    if (stat.Identity != replica.Identity || stat.Size != known.Version!.Size)
                    {
                        return false;
                    }

                    await engine.Catalog.WriteAsync(
                        async session =>
                        {
                            await Rehoming.MoveAsync(session, attempt, replica, stat.Identity, engine.InstanceId, "its home was gone and was made again from the readable file");
                            return 0;
                        },
                        token);
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            if (!done)
            {
                await attempts.EndAsync(attempt);
            }
        }
    }

    private async Task<bool> HasSameBytesAsync(VersionRow version, ReplicaRow replica, ObjectStat home, CancellationToken cancellationToken) =>
        version.Sha256 is { } sha && home.Size == version.Size
        && (await digesting.HashAsync(replica.Backend, replica.Home, home.Identity, null, cancellationToken)).Sha256.Span.SequenceEqual(sha);

    private async Task<bool> KeepAsync(Known known, ReplicaRow replica, ObjectStat home, CancellationToken cancellationToken) => await engine.Catalog.WriteAsync(
        async session =>
        {
            await JournalSql.AddAsync(session, known.Object.Key, replica.VersionId, null, "rehomed", replica.Backend, "the same bytes lie in another file now");
            return await session.ExecuteAsync(
                "UPDATE replica SET identity = @p4, state = 0, noted = NULL WHERE version_id = @p0 AND backend = @p1 AND home = @p2 AND identity = @p3 AND state <> 5",
                replica.VersionId, replica.Backend, replica.Home, replica.Identity, home.Identity);
        },
        cancellationToken) == 1;

    private async Task<bool> MarkForeignAsync(Known known, ReplicaRow replica, CancellationToken cancellationToken)
    {
        if (replica.State != ReplicaState.Foreign)
        {
            await engine.Catalog.WriteAsync(
                async session =>
                {
                    await JournalSql.AddAsync(session, known.Object.Key, replica.VersionId, null, "damaged", replica.Backend, "its file was changed by another program");
                    return await ObjectSql.MarkReplicaAsync(session, replica.VersionId, replica.Backend, ReplicaState.Foreign, "changed by another program");
                },
                cancellationToken);
        }

        return false;
    }
}
