using Dapper;

namespace Holdfast.Engine.Catalog.Rows;

/// <summary>Attempts under way. A row stands from before the first byte until the commit, or until the home of a given-up attempt is gone.</summary>
internal static class UploadSql
{
    private const int Open = 0;
    private const int Aborted = 2;

    public static Task OpenAsync(CatalogSession session, string attempt, string key, string backend, string home, string instance) => session.ExecuteAsync(
        "INSERT INTO upload (attempt_id, key, backend, home, state, instance_id, created_at) VALUES (@p0, @p1, @p2, @p3, 0, @p4, @p5)",
        attempt, key, backend, home, instance, session.NowMs);

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

    public static async Task<IReadOnlyList<AttemptRow>> AbortedAsync(CatalogSession session, int limit) =>
        [.. await session.Connection.QueryAsync<AttemptRow>(
            "SELECT attempt_id AS Attempt, key AS Key, backend AS Backend, home AS Home FROM upload WHERE state = @Aborted ORDER BY attempt_id LIMIT @limit", new { Aborted, limit })];

    public static async Task<bool> KnowsHomeAsync(CatalogSession session, string backend, string home) =>
        await session.Prepare("SELECT 1 FROM upload WHERE backend = @p0 AND home = @p1", backend, home).ExecuteScalarAsync() is not null;

    public static Task<long> CountOpenAsync(CatalogSession session) =>
        session.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM upload WHERE state = @Open", new { Open });
}
