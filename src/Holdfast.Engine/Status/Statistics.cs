using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Status;

/// <summary>Reads the tallies and the state of storage.</summary>
internal sealed class Statistics(EngineContext engine, StoredObjects objects, Health health)
{
    private const int LargestCount = 10;
    private const int MostNames = 1000;
    private static readonly IReadOnlyDictionary<string, Tally> Nothing = new Dictionary<string, Tally>();

    public async Task<StorageStatistics> OfAsync(long? orgId, CancellationToken cancellationToken)
    {
        var (tallies, largest) = await engine.Catalog.ReadAsync(
            async session => (await TallySql.ReadAsync(session, orgId), await LargestAsync(session, orgId)), cancellationToken);
        return new StorageStatistics(
            tallies.GetValueOrDefault("total", Nothing).GetValueOrDefault(string.Empty), Of("segment"), Of("backend"), Of("type"), largest);

        IReadOnlyDictionary<string, Tally> Of(string dimension) =>
            tallies.GetValueOrDefault(dimension, Nothing).OrderByDescending(p => p.Value.Bytes).Take(MostNames).ToDictionary(StringComparer.Ordinal);
    }

    public async Task<StorageStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var (pending, bytes) = await engine.Catalog.ReadAsync(
            async session =>
            {
                await using var reader = await session.Prepare(
                    "SELECT count(*), COALESCE(SUM(v.size), 0) FROM replica r JOIN version v ON v.version_id = r.version_id WHERE r.state <> 0 AND r.state = 1").ExecuteReaderAsync();
                await reader.ReadAsync();
                return (reader.GetInt64(0), reader.GetInt64(1));
            },
            cancellationToken);
        var backends = health.Backends;
        var down = backends.Where(b => !b.Healthy).ToList();
        return new StorageStatus
        {
            Status = down.Count == 0 ? "ok" : down.Count == backends.Count && !down.Exists(b => b.OnlyReads) ? "failed" : "degraded",
            Strategy = engine.Options.Strategy.Name,
            DegradedSince = health.DegradedSince,
            Reason = down.Count == 0 ? null : string.Join("; ", down.Select(b => $"{b.Descriptor.Name}: {b.LastError}")),
            Backends = backends,
            PendingReplicas = pending,
            PendingBytes = bytes,
        };
    }

    private async Task<IReadOnlyList<StoredObject>> LargestAsync(Catalog.CatalogSession session, long? orgId)
    {
        var found = new List<StoredObject>();
        await using var reader = await session.Prepare(
            $"SELECT {ObjectSql.Columns}, {ObjectSql.VersionColumns}, r.backend, r.state, r.home, r.identity, r.checked_at FROM version v " +
            "JOIN object o ON o.key = v.key AND o.current_version = v.version_id LEFT JOIN replica r ON r.version_id = v.version_id WHERE (@p0 IS NULL OR o.org_id = @p0) ORDER BY v.size DESC LIMIT 40",
            orgId).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = ObjectSql.ReadObject(reader);
            if (found.Count == LargestCount || found.Exists(o => o.Key.Value == row.Key))
            {
                continue;
            }

            var version = ObjectSql.ReadVersion(reader, 9, null);
            found.Add(objects.Of(row, version, reader.IsDBNull(22) ? [] : [ObjectSql.ReadReplica(reader, 22, version.VersionId)]));
        }

        return found;
    }
}
