using System.Collections.Concurrent;
using Dapper;
using Holdfast.Engine.Catalog;

namespace Holdfast.Platform.People.Tokens;

/// <summary>Remembers which tokens were used and writes it down now and then, all in one transaction: a request never waits for it.</summary>
internal sealed class TokenUsage(ICatalog catalog)
{
    private const long CoarseMs = 5 * 60_000;
    private const int MostWaiting = 100_000;

    private readonly ConcurrentDictionary<string, long> _used = new(StringComparer.Ordinal);

    /// <summary>A token was used; forgotten when what is written down is young enough.</summary>
    public void Note(string tokenId, long? writtenAt, long now)
    {
        if (writtenAt is null || now - writtenAt >= CoarseMs)
        {
            if (_used.Count < MostWaiting)
            {
                _used[tokenId] = now;
            }
        }
    }

    /// <summary>Writes down what was noted. What could not be written is noted again by the token's next use.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var noted = _used.ToArray();
        foreach (var group in noted.Chunk(500))
        {
            await catalog.WriteAsync(
                async session =>
                {
                    foreach (var (id, at) in group)
                    {
                        await session.Connection.ExecuteAsync(
                            "UPDATE access_token SET last_used_at = @at WHERE token_id = @id AND (last_used_at IS NULL OR last_used_at < @at)", new { id, at });
                    }

                    return 0;
                },
                cancellationToken);
            foreach (var pair in group)
            {
                _used.TryRemove(pair);
            }
        }
    }
}
