using Holdfast.Crash.Support;

namespace Holdfast.Crash;

public sealed class TwoServersTests
{
    [Fact]
    public async Task A_second_server_sweeps_nothing_that_lives_in_the_first()
    {
        using var folder = new TempFolder();
        var store = folder.Store;
        store.Settings["CATALOG_LEASE_SECONDS"] = "5";
        await using var first = await Host.StartAsync(store);
        var bytes = Enumerable.Range(0, 8).Select(i => Content.Of(i, 1_500_000)).ToArray();
        (await first.Client.PutAsync("live/0.bin", Content.Of(99, 10))).Succeeded.ShouldBeTrue();
        var contents = bytes.Select(b => new GatedContent(b)).ToArray();
        var uploads = contents.Select((c, i) => first.Client.PutAsync($"live/{i}.bin", c)).ToArray();
        await UntilAsync(() => store.Homes().Count == 1 + bytes.Length);

        await using (var second = await Host.StartAsync(store))
        {
            // Long enough for its rounds of recovery, one at the start and one after each lease.
            (await second.Client.PutAsync("live/second.bin", bytes[0])).Succeeded.ShouldBeTrue();
            await Task.Delay(7000, TestContext.Current.CancellationToken);
            store.Ask("SELECT count(*) FROM upload WHERE state = 0").ShouldBe(bytes.Length);
            Array.ForEach(contents, c => c.Open());
            (await Task.WhenAll(uploads)).ShouldAllBe(a => a.Succeeded);
            for (var i = 0; i < bytes.Length; i++)
            {
                (await second.Client.GetAsync($"live/{i}.bin")).Body.AsSpan().SequenceEqual(bytes[i]).ShouldBeTrue();
            }

            // The other way round: what the second has under way when it is killed, the first takes over.
            var cut = new GatedContent(bytes[1]);
            var upload = second.Client.PutAsync("live/cut.bin", cut);
            await UntilAsync(() => store.Homes().Count == bytes.Length + 2);
            await second.KillAndWaitAsync();
            cut.Open();
            await Should.ThrowAsync<HttpRequestException>(upload);
        }

        await store.SettledAsync(TimeSpan.FromSeconds(30));
        await UntilAsync(() => store.Ask("SELECT count(*) FROM instance") == 1);
        (await first.Client.ListAsync()).Count.ShouldBe(bytes.Length + 1);
        await first.Client.VerifyAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var end = DateTime.UtcNow.AddSeconds(20); !condition(); await Task.Delay(50))
        {
            (DateTime.UtcNow < end).ShouldBeTrue("it does not happen");
        }
    }
}
