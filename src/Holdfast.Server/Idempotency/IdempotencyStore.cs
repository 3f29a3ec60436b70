using System.Security.Cryptography;
using System.Text;
using Dapper;
using Holdfast.Engine.Catalog;

namespace Holdfast.Server.Idempotency;

/// <summary>
/// Answers of requests that carried an Idempotency-Key, kept for a day in the catalog: the same key of the same caller gets the first answer again
/// instead of doing the work twice.
/// </summary>
internal sealed class IdempotencyStore(ICatalog catalog)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // Work that another process began and did not end died with it: one process writes a catalog of this kind at a time.
    private readonly string _process = Guid.NewGuid().ToString("N");

    /// <summary>Begins the work of a key, or says what became of it.</summary>
    public Task<IdempotencyState> BeginAsync(string id, string fingerprint, CancellationToken cancellationToken) => catalog.WriteAsync(
        async session =>
        {
            var now = session.NowMs;
            await session.Connection.ExecuteAsync("DELETE FROM idempotency WHERE created_at < @before", new { before = now - (long)Kept.TotalMilliseconds });
            var row = await session.Connection.QuerySingleOrDefaultAsync<Row>(
                "SELECT process AS Process, fingerprint AS Fingerprint, status AS Status, body AS Body FROM idempotency WHERE id = @id", new { id });
            if (row is null || row.Status is null && row.Process != _process)
            {
                await session.Connection.ExecuteAsync("DELETE FROM idempotency WHERE id = @id", new { id });
                await session.Connection.ExecuteAsync(
                    "INSERT INTO idempotency (id, process, fingerprint, status, body, created_at) VALUES (@id, @process, @fingerprint, NULL, NULL, @now)",
                    new { id, process = _process, fingerprint, now });
                return IdempotencyState.Begun;
            }

            if (row.Fingerprint != fingerprint)
            {
                return IdempotencyState.OtherRequest;
            }

            return row.Status is { } status ? new IdempotencyState(IdempotencyOutcome.Answered, (int)status, row.Body) : IdempotencyState.UnderWay;
        },
        cancellationToken);

    /// <summary>Keeps the answer.</summary>
    public Task CompleteAsync(string id, int status, byte[] body) => catalog.WriteAsync(
        session => session.Connection.ExecuteAsync("UPDATE idempotency SET status = @status, body = @body WHERE id = @id", new { id, status, body }),
        CancellationToken.None);

    /// <summary>Forgets work that failed, so that it can be sent again.</summary>
    public Task AbandonAsync(string id) => catalog.WriteAsync(
        session => session.Connection.ExecuteAsync("DELETE FROM idempotency WHERE id = @id AND status IS NULL", new { id }),
        CancellationToken.None);

    /// <summary>The stored name of a caller's key: neither can be read from it.</summary>
    public static string IdOf(string? caller, string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{key}")));

    private sealed class Row
    {
        public string Process { get; init; } = string.Empty;

        public string Fingerprint { get; init; } = string.Empty;

        public long? Status { get; init; }

        public byte[]? Body { get; init; }
    }
}
