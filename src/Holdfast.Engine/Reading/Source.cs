using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Placement;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Reading;

/// <summary>
/// Which replica is read next. When one fails, the row is read again before anything is marked: what looks missing may only have been replaced or moved.
/// One instance serves one open reader.
/// </summary>
internal sealed class Source(EngineContext engine, ReplicaNotes notes)
{
    private readonly HashSet<(string Backend, string Home)> _failed = [];
    private StorageException? _last;

    /// <summary>The first replica that has not failed yet; throws the last failure when there is none.</summary>
    public async Task<(Known Known, ReplicaRow Replica)> NextAsync(Known known, CancellationToken cancellationToken)
    {
        if (Pick(known) is { } replica)
        {
            return (known, replica);
        }

        // The replicas may lie elsewhere by now.
        var again = await engine.Catalog.QueryAsync(session => ObjectSql.FindVersionAsync(session, known.Version!.VersionId), cancellationToken);
        if (again is not null && Pick(again) is { } moved)
        {
            return (again, moved);
        }

        throw Final(ObjectKey.FromStored(known.Object.Key), again);
    }

    /// <summary>Takes note of a failure. IdentityChanged, and what says that bytes are gone or wrong, is kept in the catalog while the version is current.</summary>
    public async Task FailedAsync(Known known, ReplicaRow replica, StorageException error, CancellationToken cancellationToken)
    {
        _failed.Add((replica.Backend, replica.Home));
        _last = error;
        if (error.Kind == StorageErrorKind.IntegrityMismatch && await IsAnotherFileAsync(replica, cancellationToken))
        {
            // Edited in place while it was read: not damage, but another program's new content.
            _last = StorageErrors.IdentityChanged(ObjectKey.FromStored(known.Object.Key), replica.Backend);
            return;
        }

        if (ReplicaNotes.StateOf(error) is { } state && state != ReplicaState.Foreign)
        {
            var again = await engine.Catalog.QueryAsync(session => ObjectSql.FindVersionAsync(session, replica.VersionId), cancellationToken);
            if (again?.Replicas.Any(r => r.Backend == replica.Backend && r.Home == replica.Home && r.State != ReplicaState.Removing) == true)
            {
                await notes.MarkAsync(known.Object.Key, replica, state, error.Message, cancellationToken);
            }
        }
    }

    private async Task<bool> IsAnotherFileAsync(ReplicaRow replica, CancellationToken cancellationToken)
    {
        try
        {
            return replica.Identity is { } identity && engine.FindBackend(replica.Backend) is { } backend
                && (await backend.Backend.StatAsync(ObjectKey.FromStored(replica.Home), StatOptions.Default, cancellationToken)).Identity != identity;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private ReplicaRow? Pick(Known known)
    {
        var placement = engine.Options.Strategy.Place(new ObjectFacts(ObjectKey.FromStored(known.Object.Key), known.Version!.Size));
        return StoredObjects.InReadOrder(placement, known.Replicas).FirstOrDefault(r => !_failed.Contains((r.Backend, r.Home)));
    }

    private StorageException Final(ObjectKey key, Known? again)
    {
        // The version is gone for good: the object was replaced or deleted while it was read.
        if (again is null || again.Object.CurrentVersion != again.Version!.VersionId)
        {
            return StorageErrors.NotFound(key);
        }

        return _last switch
        {
            { Kind: StorageErrorKind.NotFound } => StorageErrors.Unavailable(_last.Backend ?? "storage", "the object's bytes are missing there; a verification tells more", _last),
            { } error => error,
            null => StorageErrors.Unavailable("storage", "no replica of the object can be read now"),
        };
    }
}
