using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;
using Holdfast.Platform.People.Tokens;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Platform.People;

/// <summary>Writes down when tokens were used, and removes sessions and codes that are over.</summary>
internal sealed partial class PeopleUpkeep(ICatalog catalog, TokenUsage usage, TimeProvider time, ILogger<PeopleUpkeep> logger) : BackgroundService
{
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>One round. Removing goes in pieces, so that other writers need not wait long.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await usage.FlushAsync(cancellationToken);
        int removed;
        do
        {
            removed = await catalog.WriteAsync(
                async session =>
                {
                    var now = session.Now.ToUnixTimeMilliseconds();
                    return await session.Connection.ExecuteAsync(
                        "DELETE FROM access_token WHERE token_id IN (SELECT token_id FROM access_token WHERE kind = 0 AND expires_at <= @now LIMIT @most)", new { now, most = MostAtOnce })
                        + await session.Connection.ExecuteAsync(
                        "DELETE FROM sign_in_code WHERE code_hash IN (SELECT code_hash FROM sign_in_code WHERE expires_at <= @now LIMIT @most)", new { now, most = MostAtOnce });
                },
                cancellationToken);
        }
        while (removed >= MostAtOnce);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => usage.FlushAsync(cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => RunOnceAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(Func<Task> round)
    {
        try
        {
            await round();
        }
        catch (StorageException error)
        {
            LogFailed(logger, error.Kind);
        }
        catch (ObjectDisposedException)
        {
            LogFailed(logger, StorageErrorKind.Unavailable);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The upkeep of sessions and tokens failed and is tried again later: {Kind}")]
    private static partial void LogFailed(ILogger logger, StorageErrorKind kind);
}
