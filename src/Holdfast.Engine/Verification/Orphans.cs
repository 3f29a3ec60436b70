using Holdfast.Backends;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Jobs;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Verification;

/// <summary>
/// Bytes on a backend that no row knows. Their own dates prove nothing, so their age counts from when two verifications have seen them. They are only
/// reported, or moved to quarantine when that was asked for; never removed.
/// </summary>
internal sealed class Orphans(EngineContext engine)
{
    /// <summary>A home without a row.</summary>
    public async Task HomeAsync(JobContext job, VerifyOptions options, VerifyReport report, EngineBackend backend, ObjectStat found)
    {
        var known = await engine.Catalog.ReadAsync(
            async session => await UploadSql.KnowsHomeAsync(session, backend.Name, found.Key.Value)
                || await session.Prepare("SELECT 1 FROM replica WHERE backend = @p0 AND home = @p1", backend.Name, found.Key.Value).ExecuteScalarAsync() is not null,
            job.Cancellation);
        if (!known && await LiesThereAsync(backend, found, job.Cancellation))
        {
            await OneAsync(job, options, report, backend, found);
        }
    }

    /// <summary>A readable file without an object.</summary>
    public async Task FileAsync(JobContext job, VerifyOptions options, VerifyReport report, EngineBackend backend, ObjectStat found)
    {
        // A row without a current version: its file is about to be taken away.
        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, found.Key.Value), job.Cancellation);
        if ((known is null || (known.Version is null && known.Object.ViewDone)) && await LiesThereAsync(backend, found, job.Cancellation))
        {
            await OneAsync(job, options, report, backend, found);
        }
    }

    // The list may be older than the row: what was deleted since is no orphan.
    private static async Task<bool> LiesThereAsync(EngineBackend backend, ObjectStat found, CancellationToken cancellationToken)
    {
        try
        {
            return (await backend.Backend.StatAsync(found.Key, StatOptions.Default, cancellationToken)).Identity == found.Identity;
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            return false;
        }
    }

    private async Task OneAsync(JobContext job, VerifyOptions options, VerifyReport report, EngineBackend backend, ObjectStat found)
    {
        report.Orphans++;
        report.OrphanBytes += found.Size;
        job.Note("orphans", found.Key.Value, backend.Name, $"{found.Size} bytes that no object refers to");
        var (seenBefore, firstSeen, now) = await engine.Catalog.WriteAsync(session => SeeAsync(session, backend.Name, found), job.Cancellation);
        var oldEnough = options.OrphanAgeHours == 0 || (seenBefore && now - firstSeen >= options.OrphanAgeHours * 3_600_000);
        if (options.CleanUpOrphans && oldEnough && backend.Views is { } views && await views.QuarantineAsync(found.Key, job.Cancellation) is { } name)
        {
            report.Quarantined++;
            job.Note("quarantined", found.Key.Value, backend.Name, name);
        }
    }

    private static async Task<(bool SeenBefore, long FirstSeen, long Now)> SeeAsync(CatalogSession session, string backend, ObjectStat found)
    {
        var identity = found.Identity ?? found.ETag;
        var first = await session.Prepare("SELECT first_seen FROM sighting WHERE backend = @p0 AND name = @p1 AND identity = @p2", backend, found.Key.Value, identity).ExecuteScalarAsync();
        await session.ExecuteAsync(
            "INSERT INTO sighting (backend, name, identity, first_seen, last_seen) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (backend, name) DO UPDATE SET " +
            "first_seen = CASE WHEN sighting.identity = excluded.identity THEN sighting.first_seen ELSE excluded.first_seen END, identity = excluded.identity, last_seen = excluded.last_seen",
            backend, found.Key.Value, identity, session.NowMs, session.NowMs);
        return (first is not null, first is long at ? at : session.NowMs, session.NowMs);
    }
}
