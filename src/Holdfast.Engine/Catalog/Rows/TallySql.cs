using Dapper;
using Holdfast.Engine.Status;

namespace Holdfast.Engine.Catalog.Rows;

/// <summary>Counts and bytes of current objects, kept in the transaction that changes them.</summary>
internal static class TallySql
{
    private const string Total = "total";
    private const string Segment = "segment";
    private const string Backend = "backend";
    private const string Type = "type";

    /// <summary>Adds an object to the tallies, or takes it away.</summary>
    public static async Task AddAsync(CatalogSession session, ObjectRow row, VersionRow version, IEnumerable<string> backends, int sign)
    {
        await OneAsync(session, row.OrgId, Total, string.Empty, version.Size, sign);
        await OneAsync(session, row.OrgId, Segment, SegmentOf(row), version.Size, sign);
        await OneAsync(session, row.OrgId, Type, TypeOf(version.ContentType), version.Size, sign);
        foreach (var backend in backends)
        {
            await OneAsync(session, row.OrgId, Backend, backend, version.Size, sign);
        }
    }

    /// <summary>The first segment of the key as its org's members see it; empty when there is none.</summary>
    public static string SegmentOf(ObjectRow row)
    {
        var key = row.Key.AsSpan();
        if (row.OrgId != 1)
        {
            key = key[(key.IndexOf('/') + 1)..];
        }

        var slash = key.IndexOf('/');
        return slash < 0 ? string.Empty : key[..slash].ToString();
    }

    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, Tally>>> ReadAsync(CatalogSession session, long? orgId)
    {
        var rows = await session.Connection.QueryAsync<(string Dimension, string Name, long Count, long Bytes)>(
            "SELECT dimension, name, CAST(SUM(count) AS BIGINT), CAST(SUM(bytes) AS BIGINT) FROM tally WHERE (@orgId IS NULL OR org_id = @orgId) GROUP BY dimension, name HAVING SUM(count) > 0",
            new { orgId });
        return rows.GroupBy(r => r.Dimension, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => (IReadOnlyDictionary<string, Tally>)g.ToDictionary(r => r.Name, r => new Tally(r.Count, r.Bytes), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static Task<int> OneAsync(CatalogSession session, long org, string dimension, string name, long size, int sign) => session.ExecuteAsync(
        "INSERT INTO tally (org_id, dimension, name, count, bytes) VALUES (@p0, @p1, @p2, @p3, @p4) " +
        "ON CONFLICT (org_id, dimension, name) DO UPDATE SET count = tally.count + excluded.count, bytes = tally.bytes + excluded.bytes",
        org, dimension, name, (long)sign, sign * size);

    private static string TypeOf(string? contentType)
    {
        var type = contentType ?? "application/octet-stream";
        var parameters = type.IndexOf(';', StringComparison.Ordinal);
        type = (parameters < 0 ? type : type[..parameters]).Trim().ToLowerInvariant();
        return type.Length > 127 ? "other" : type;
    }
}
