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
        var live = IsLive(session, current);
        if (request.ExpectedGeneration is { } expected && expected != (known?.Object.Generation ?? 0))
        {
            throw StorageErrors.Conflict("The object changed meanwhile.", key);
        }

        Check(request, key, current, live);

        var moved = request.MovedFrom is { } source ? await TombstoneOfMoveAsync(session, source.Key, source.Version) : null;
        var row = new ObjectRow(
            key.Value,
            live ? known!.Object.Id : Ids.New(session.Now),
            KeyOrg.Of(key.Value),
            (known?.Object.Generation ?? 0) + 1,
            request.Version.VersionId,
            null,
            request.ViewDone,
            live ? known!.Object.CreatedAt : request.Version.CreatedAt,
            session.NowMs);
        await (known is null ? ObjectSql.InsertAsync(session, row) : ObjectSql.AdvanceAsync(session, row));

        var version = request.Version with { Generation = row.Generation };
        await ObjectSql.InsertVersionAsync(session, version);
        var replica = new ReplicaRow(version.VersionId, request.Backend, ReplicaState.Present, request.Home, request.Identity, null);
        await ObjectSql.InsertReplicaAsync(session, replica);
        var superseded = await ReleaseAsync(session, known);
        await TallySql.AddAsync(session, row, version, [request.Backend], +1);
        await JournalSql.AddAsync(session, key.Value, version.VersionId, row.Generation, EventOf(request, live), request.Backend);
        return new Committed(row, version, [replica], superseded, live) { Source = moved };
    }

    /// <summary>Deletes a key; null when there is no object. One that had expired is deleted too, but is told as not replaced.</summary>
    public static async Task<Committed?> TombstoneAsync(CatalogSession session, ObjectKey key, IReadOnlyList<string>? ifMatch, string happened, string? actor)
    {
        var known = await ObjectSql.FindAsync(session, key.Value);
        var live = IsLive(session, known?.Version);
        if (ifMatch is not null && !(live && Matches(ifMatch, known!.Version!.ETag)))
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
        return new Committed(row, null, [], superseded, live);
    }

    /// <summary>Whether a version is an object to callers: it is there and has not expired.</summary>
    public static bool IsLive(CatalogSession session, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] VersionRow? version) =>
        version is not null && !(version.ExpiresAt <= session.NowMs);

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

    private static void Check(CommitRequest request, ObjectKey key, VersionRow? current, bool live)
    {
        if (request.IfAbsent && live)
        {
            throw StorageErrors.AlreadyExists(key);
        }

        if (request.IfMatch is { } etags && !(live && Matches(etags, current!.ETag)))
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

    private static string EventOf(CommitRequest request, bool replaces) => request.Version.Origin == "adopt" ? "adopted" : replaces ? "replaced" : "created";
}
