using System.Collections.Concurrent;
using System.Net;

namespace Holdfast.Crash.Support;

/// <summary>
/// Clients that put, overwrite, delete, copy, move and read, each with keys of its own to write to, until they are stopped or the server answers no
/// more. What they see at once is checked at once; what was acknowledged is in the history.
/// </summary>
internal sealed class Load(History history, int seed, int clients = 12, int keysEach = 10, bool large = true)
{
    private readonly ConcurrentQueue<string> _violations = new();
    private long _acknowledged;
    private long _reads;
    private long _number = seed * 1_000_000L;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public long Reads => Interlocked.Read(ref _reads);

    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Writes whose client has no answer at this moment.</summary>
    public int InFlight => history.Unanswered;

    /// <summary>Answers that were errors.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>Runs until told to stop, or, each client by itself, until there is no answer.</summary>
    public Task RunAsync(Client client, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => OneAsync(client, i, stop), CancellationToken.None)));

    /// <summary>
    /// After a restart: every key holds what was acknowledged last or what was under way; nothing else is listed; the readable files are the same.
    /// From then on the history goes on from what was seen.
    /// </summary>
    public static async Task CheckAsync(Store store, Client client, History history)
    {
        var live = new Dictionary<string, string?>(StringComparer.Ordinal);
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(history.Keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, token) =>
        {
            var answer = await client.GetAsync(key, token);
            var value = answer.Status == HttpStatusCode.NotFound ? History.Absent : answer.Succeeded ? Content.Digest(answer.Body) : $"{(int)answer.Status} {answer.Text}";
            if (history.Check(key, value, long.MaxValue - 1) is { } why)
            {
                wrong.Enqueue(why);
            }

            history.Settle(key, value);
            if (value != History.Absent)
            {
                lock (live)
                {
                    live.Add(key, value);
                }
            }
        });
        wrong.ShouldBeEmpty();
        (await client.ListAsync(limit: 37)).ShouldBe(live, ignoreOrder: true);
        await store.SettledAsync();
        store.Views().ShouldBe(live.Keys, ignoreOrder: true);
        foreach (var (key, digest) in live)
        {
            Content.Digest(File.ReadAllBytes(store.PathOf(key))).ShouldBe(digest, key);
        }
    }

    private async Task OneAsync(Client client, int index, CancellationToken stop)
    {
        var random = new Random(seed * 1000 + index);
        var keys = Enumerable.Range(0, keysEach).Select(k => $"load/{index}/{(k % 3 == 0 ? "deep/" : string.Empty)}{k}.bin").ToArray();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!stop.IsCancellationRequested)
        {
            var key = keys[random.Next(keys.Length)];
            var other = keys[random.Next(keys.Length)];
            try
            {
                var goOn = random.Next(100) switch
                {
                    < 45 => await PutAsync(client, random, key, values),
                    < 57 => await DeleteAsync(client, key, values),
                    < 67 => await TransferAsync(client, key, other, move: false, values),
                    < 75 => await TransferAsync(client, key, other, move: true, values),
                    _ => await ReadAsync(client, $"load/{random.Next(clients)}/{(random.Next(keysEach) is var k && k % 3 == 0 ? "deep/" : string.Empty)}{k}.bin"),
                };
                if (!goOn)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> PutAsync(Client client, Random random, string key, Dictionary<string, string> values)
    {
        var size = random.Next(10) switch
        {
            < 7 => random.Next(1, 32_000),
            < 9 => random.Next(32_000, 300_000),
            _ => large ? random.Next(1_000_000, 4_000_000) : random.Next(300_000),
        };
        var bytes = Content.Of(Interlocked.Increment(ref _number), Math.Max(8, size));
        var digest = Content.Digest(bytes);
        var operation = history.Begin(key, digest);
        if (!Took(await client.PutAsync(key, bytes), "put"))
        {
            return false;
        }

        history.Acknowledge(operation);
        values[key] = digest;
        return true;
    }

    private async Task<bool> DeleteAsync(Client client, string key, Dictionary<string, string> values)
    {
        var operation = history.Begin(key, History.Absent);
        if (!Took(await client.DeleteAsync(key), "delete"))
        {
            return false;
        }

        history.Acknowledge(operation);
        values.Remove(key);
        return true;
    }

    private async Task<bool> TransferAsync(Client client, string from, string to, bool move, Dictionary<string, string> values)
    {
        if (from == to || !values.TryGetValue(from, out var value))
        {
            return true;
        }

        var put = history.Begin(to, value);
        var removal = move ? history.Begin(from, History.Absent) : null;
        if (!Took(await (move ? client.MoveAsync(from, to) : client.CopyAsync(from, to)), move ? "move" : "copy"))
        {
            return false;
        }

        history.Acknowledge(put);
        values[to] = value;
        if (removal is not null)
        {
            history.Acknowledge(removal);
            values.Remove(from);
        }

        return true;
    }

    private async Task<bool> ReadAsync(Client client, string key)
    {
        var began = history.Now();
        var answer = await client.GetAsync(key);
        if (!answer.Succeeded && answer.Status != HttpStatusCode.NotFound)
        {
            Refusals.Enqueue($"get: {(int)answer.Status} {answer.Text}");
            return false;
        }

        Interlocked.Increment(ref _reads);
        if (history.Check(key, answer.Succeeded ? Content.Digest(answer.Body) : History.Absent, began) is { } why)
        {
            _violations.Enqueue(why);
        }

        return true;
    }

    private bool Took(Answer answer, string what)
    {
        if (!answer.Succeeded)
        {
            Refusals.Enqueue($"{what}: {(int)answer.Status} {answer.Text}");
            return false;
        }

        Interlocked.Increment(ref _acknowledged);
        return true;
    }
}
