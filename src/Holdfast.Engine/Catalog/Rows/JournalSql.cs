using Dapper;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Catalog.Rows;

/// <summary>What happened to each object, written in the transaction that made it happen.</summary>
internal static class JournalSql
{
    public static Task AddAsync(CatalogSession session, string key, string? version, long? generation, string happened, string? backend = null, string? detail = null) =>
        session.ExecuteAsync(
            "INSERT INTO journal (at, key, version_id, generation, event, backend, detail) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
            session.NowMs, key, version, generation, happened, backend, detail);

    public static async Task<IReadOnlyList<JournalEntry>> OfKeyAsync(CatalogSession session, string key, int limit)
    {
        var rows = await session.Connection.QueryAsync<(long At, string Event, string? Version, string? Backend, string? Detail)>(
            "SELECT at, event, version_id, backend, detail FROM journal WHERE key = @key ORDER BY seq DESC LIMIT @limit", new { key, limit });
        return [.. rows.Select(r => new JournalEntry(DateTimeOffset.FromUnixTimeMilliseconds(r.At), r.Event, r.Version, r.Backend, r.Detail))];
    }

    /// <summary>Removes entries older than a time, a bounded number at once; answers how many.</summary>
    public static Task<int> PruneAsync(CatalogSession session, long before, int limit) => session.Connection.ExecuteAsync(
        "DELETE FROM journal WHERE seq IN (SELECT seq FROM journal WHERE at < @before ORDER BY at LIMIT @limit)", new { before, limit });
}
