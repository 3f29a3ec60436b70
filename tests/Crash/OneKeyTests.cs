using System.Collections.Concurrent;
using System.Net;
using Holdfast.Crash.Support;

namespace Holdfast.Crash;

public sealed class OneKeyTests(ITestOutputHelper output)
{
    private const string Key = "one/key.bin";
    private const int Writers = 64;
    private const int Readers = 12;
    private const int Deleters = 2;

    [Fact]
    public async Task Many_writers_readers_and_deleters_of_one_key_see_only_whole_and_current_versions()
    {
        using var folder = new TempFolder();
        var store = folder.Store;
        await using var host = await Host.StartAsync(store);
        var history = new History();
        var wrong = new ConcurrentQueue<string>();
        long writes = 0, reads = 0, number = 0;
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(Long.IsOn ? 60 : 20));
        var stop = time.Token;
        var everyone = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync()))
            .Concat(Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadAsync())))
            .Concat(Enumerable.Range(0, Deleters).Select(_ => Task.Run(() => DeleteAsync())));
        await Task.WhenAll(everyone);

        wrong.ShouldBeEmpty();
        var last = await host.Client.GetAsync(Key);
        var value = last.Succeeded ? Content.Digest(last.Body) : History.Absent;
        history.Check(Key, value, long.MaxValue - 1).ShouldBeNull();
        await store.SettledAsync(TimeSpan.FromSeconds(60));
        store.Homes().Count.ShouldBe(value == History.Absent ? 0 : 1);
        if (value != History.Absent)
        {
            Content.Digest(File.ReadAllBytes(store.PathOf(Key))).ShouldBe(value);
        }

        await host.Client.VerifyAsync();
        writes.ShouldBeGreaterThan(Writers);
        reads.ShouldBeGreaterThan(Readers);
        output.WriteLine($"{writes} writes and {reads} reads of one key");

        async Task WriteAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var mine = Interlocked.Increment(ref number);
                var bytes = Content.Of(mine, 8 + (int)(mine * 7919 % 60_000));
                var operation = history.Begin(Key, Content.Digest(bytes));
                var answer = await host.Client.PutAsync(Key, bytes);
                Expect(answer, "put");
                history.Acknowledge(operation);
                Interlocked.Increment(ref writes);
            }
        }

        async Task DeleteAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var operation = history.Begin(Key, History.Absent);
                Expect(await host.Client.DeleteAsync(Key), "delete");
                history.Acknowledge(operation);
                await Task.Delay(50);
            }
        }

        async Task ReadAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var began = history.Now();
                Answer answer;
                try
                {
                    answer = await host.Client.GetAsync(Key);
                }
                catch (Exception error) when (error is HttpRequestException or IOException)
                {
                    wrong.Enqueue("a read was cut off: " + error.Message);
                    continue;
                }

                if (answer.Status != HttpStatusCode.NotFound)
                {
                    Expect(answer, "get");
                }

                if (history.Check(Key, answer.Succeeded ? Content.Digest(answer.Body) : History.Absent, began) is { } why)
                {
                    wrong.Enqueue(why);
                }

                Interlocked.Increment(ref reads);
            }
        }

        void Expect(Answer answer, string what)
        {
            if (!answer.Succeeded)
            {
                wrong.Enqueue($"{what}: {(int)answer.Status} {answer.Text}");
            }
        }
    }
}
