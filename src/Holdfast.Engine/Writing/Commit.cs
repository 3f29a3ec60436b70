using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Writing;

/// <summary>The only commit point of the protocol, as the statements of one transaction.</summary>
internal static class Commit
{
    /// <summary>
    /// Makes a version current. Demands that its attempt is still open, then looks at the preconditions, then gives it the next generation:
    /// the last to commit wins, whole.
    /// </summary>
    public static async Task<Committed> VersionAsync(CatalogSession session, CommitRequest request)
    {
        var key = ObjectKey.FromStored(request.Version.Key);
        if (!await UploadSql.CloseAsync(session, request.Attempt))
        {
            throw StorageErrors.Unavailable(request.Backend, "the upload was given up as its server was taken for dead; send it again");
        }

        var known = await ObjectSql.FindAsync(session, key.Value);
        var current = known?.Version;
        Check(request, key, current);

        var moved = request.MovedFrom is { } source ? await TombstoneOfMoveAsync(session, source.Key, source.Version) : null;
        var row = new ObjectRow(
            key.Value,
            current is null ? Ids.New(session.Now) : known!.Object.Id,
            KeyOrg.Of(key.Value),
            (known?.Object.Generation ?? 0) + 1,
            request.Version.VersionId,
            null,
            false,
            current is null ? request.Version.CreatedAt : known!.Object.CreatedAt,
            session.NowMs);
        await (known is null ? ObjectSql.InsertAsync(session, row) : ObjectSql.AdvanceAsync(session, row));

        var version = request.Version with { Generation = row.Generation };
        await ObjectSql.InsertVersionAsync(session, version);
        var replica = new ReplicaRow(version.VersionId, request.Backend, ReplicaState.Present, request.Home, request.Identity, null);
        await ObjectSql.InsertReplicaAsync(session, replica);
        var superseded = await ReleaseAsync(session, known);
        await TallySql.AddAsync(session, row, version, [request.Backend], +1);
        await JournalSql.AddAsync(session, key.Value, version.VersionId, row.Generation, EventOf(request, current), request.Backend);
        return new Committed(row, version, [replica], superseded, current is not null) { Source = moved };
    }

    /// <summary>Deletes a key; null when there is no object.</summary>
    public static async Task<Committed?> TombstoneAsync(CatalogSession session, ObjectKey key, IReadOnlyList<string>? ifMatch, string happened, string? actor)
    {
        var known = await ObjectSql.FindAsync(session, key.Value);
        if (ifMatch is not null && !(known?.Version is { } there && Matches(ifMatch, there.ETag)))
        {
            throw StorageErrors.PreconditionFailed(key, "If-Match");
        }

        if (known?.Version is null)
        {
            return null;
        }

        var row = known.Object with { Generation = known.Object.Generation + 1, CurrentVersion = null, TombstoneAt = session.NowMs, ViewDone = false, UpdatedAt = session.NowMs };
        await ObjectSql.AdvanceAsync(session, row);
        var superseded = await ReleaseAsync(session, known);
        await JournalSql.AddAsync(session, key.Value, known.Version.VersionId, row.Generation, happened, null, actor);
        return new Committed(row, null, [], superseded, true);
    }

    /// <summary>RFC 9110 13.1.1: strong comparison; <c>*</c> is any object.</summary>
    public static bool Matches(IReadOnlyList<string> etags, string etag)
    {
        foreach (var one in etags)
        {
            if (one == "*" || one == etag)
            {
                return true;
            }
        }

        return false;
    }

    private static void Check(CommitRequest request, ObjectKey key, VersionRow? current)
    {
        if (request.GuardCurrent && current?.VersionId != request.ExpectedCurrent)
        {
            throw StorageErrors.Conflict("The object changed meanwhile.", key);
        }

        if (request.IfAbsent && current is not null)
        {
            throw StorageErrors.AlreadyExists(key);
        }

        if (request.IfMatch is { } etags && !(current is not null && Matches(etags, current.ETag)))
        {
            throw StorageErrors.PreconditionFailed(key, "If-Match");
        }
    }

    private static async Task<Committed> TombstoneOfMoveAsync(CatalogSession session, string source, string version)
    {
        if (await ObjectSql.CurrentVersionAsync(session, source) != version)
        {
            throw StorageErrors.Conflict("The source changed while it was moved; it was kept.", ObjectKey.FromStored(source));
        }

        return (await TombstoneAsync(session, ObjectKey.FromStored(source), null, "moved", null))!;
    }

    private static async Task<IReadOnlyList<ReplicaRow>> ReleaseAsync(CatalogSession session, Known? known)
    {
        if (known?.Version is not { } version)
        {
            return [];
        }

        await ObjectSql.SupersedeAsync(session, version.VersionId);
        await ObjectSql.ReleaseReplicasAsync(session, version.VersionId);
        await TallySql.AddAsync(session, known.Object, version, known.Replicas.Select(r => r.Backend), -1);
        return known.Replicas;
    }

    private static string EventOf(CommitRequest request, VersionRow? before) => (request.Version.Origin, before) switch
    {
        ("adopt", _) => "adopted",
        (_, null) => "created",
        _ => "replaced",
    };
}
