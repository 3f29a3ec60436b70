using Dapper;

namespace Holdfast.Engine.Catalog.Rows;

/// <summary>Attempts under way. A row stands from before the first byte until the commit, or until the home of a given-up attempt is gone.</summary>
internal static class UploadSql
{
    private const int Open = 0;

    public static Task OpenAsync(CatalogSession session, string attempt, string key, string backend, string home, string instance, bool adopts) => session.ExecuteAsync(
        "INSERT INTO upload (attempt_id, key, backend, home, state, adopts, instance_id, created_at) VALUES (@p0, @p1, @p2, @p3, 0, @p4, @p5, @p6)",
        attempt, key, backend, home, adopts ? 1L : 0L, instance, session.NowMs);

    /// <summary>Has a home removed that a version had and has no more.</summary>
    public static Task DiscardAsync(CatalogSession session, string key, string backend, string home, string instance) => session.ExecuteAsync(
        "INSERT INTO upload (attempt_id, key, backend, home, state, instance_id, created_at) VALUES (@p0, @p1, @p2, @p3, 2, @p4, @p5)",
        Ids.New(session.Now), key, backend, home, instance, session.NowMs);

    /// <summary>Demands that the attempt is still open and ends it; false when it was swept.</summary>
    public static async Task<bool> CloseAsync(CatalogSession session, string attempt) =>
        await session.ExecuteAsync("DELETE FROM upload WHERE attempt_id = @p0 AND state = 0", attempt) == 1;

    /// <summary>Ends an attempt of our own that left nothing behind.</summary>
    public static Task ForgetAsync(CatalogSession session, string attempt) => session.ExecuteAsync("DELETE FROM upload WHERE attempt_id = @p0", attempt);

    /// <summary>From now on the attempt cannot commit; its home is to be removed.</summary>
    public static async Task<bool> AbortAsync(CatalogSession session, string attempt) =>
        await session.ExecuteAsync("UPDATE upload SET state = 2 WHERE attempt_id = @p0 AND state = 0", attempt) == 1;

    public static Task<int> AbortAllOfAsync(CatalogSession session, string instance) =>
        session.ExecuteAsync("UPDATE upload SET state = 2 WHERE instance_id = @p0 AND state = 0", instance);

    /// <summary>Gives up what belongs to no process that is entered in the catalog.</summary>
    public static Task<int> AbortStrayAsync(CatalogSession session) =>
        session.ExecuteAsync("UPDATE upload SET state = 2 WHERE state = 0 AND instance_id NOT IN (SELECT instance_id FROM instance)");

    /// <summary>Attempts that were given up and whose home is to be removed, by id.</summary>
    public static async Task<List<AttemptRow>> AbortedAsync(CatalogSession session, string after, int limit)
    {
        var rows = new List<AttemptRow>();
        await using var reader = await session.Prepare(
            "SELECT attempt_id, key, backend, home, adopts FROM upload WHERE state = 2 AND attempt_id > @p0 ORDER BY attempt_id LIMIT @p1", after, limit).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(new AttemptRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4) != 0));
        }

        return rows;
    }

    public static async Task<bool> KnowsHomeAsync(CatalogSession session, string backend, string home) =>
        await session.Prepare("SELECT 1 FROM upload WHERE backend = @p0 AND home = @p1", backend, home).ExecuteScalarAsync() is not null;

    public static Task<long> CountOpenAsync(CatalogSession session) =>
        session.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM upload WHERE state = @Open", new { Open });
}
