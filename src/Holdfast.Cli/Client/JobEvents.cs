using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>Follows a job: by the server's event stream, and by asking again where that breaks.</summary>
internal sealed class JobEvents(HoldfastClient client)
{
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    /// <summary>The job as it is, each time it changes, until it has ended.</summary>
    public async IAsyncEnumerable<JsonElement> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var transport = client.Transport;
        while (true)
        {
            await using (var events = StreamAsync(id, cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (await NextAsync(events, cancellationToken))
                {
                    yield return events.Current;
                    if (HasEnded(events.Current))
                    {
                        yield break;
                    }
                }
            }

            // The stream ended before the job did: a restart, a proxy's limit, or a server without streams.
            var now = await client.GetAsync(PathOf(id), cancellationToken);
            yield return now;
            if (HasEnded(now))
            {
                yield break;
            }

            await Task.Delay(PollEvery, transport.Time, cancellationToken);
        }
    }

    /// <summary>The target of a job's calls.</summary>
    public static string PathOf(string id) => "/api/admin/jobs/" + KeyPath.EncodeQuery(id);

    private static bool HasEnded(JsonElement job) => HoldfastClient.Read(job, ClientJson.Default.RemoteJob).HasEnded;

    private static async Task<bool> NextAsync(IAsyncEnumerator<JsonElement> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<JsonElement> StreamAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var guard = new StallGuard(SilencePatience, client.Transport.Time, cancellationToken);
        using var request = client.Transport.Request(HttpMethod.Get, PathOf(id) + "/events");
        using var response = await client.Transport.SendOnceAsync(request, guard.Token);
        if (response.Content.Headers.ContentType?.MediaType is not "text/event-stream")
        {
            yield break;
        }

        await using var body = await response.Content.ReadAsStreamAsync(guard.Token);
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(guard.Token) is { } line)
        {
            guard.Alive();
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                yield return JsonSerializer.Deserialize(line["data:".Length..], ClientJson.Default.JsonElement);
            }
        }
    }
}
