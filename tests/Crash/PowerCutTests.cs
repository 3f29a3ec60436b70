using Holdfast.Crash.Support;

namespace Holdfast.Crash;

public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int Cuts = 4;

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    public async Task What_was_acknowledged_before_the_power_went_is_there_after_it(string kind)
    {
        Assert.SkipWhen(Volume.WhyNot(kind) is not null, Volume.WhyNot(kind) ?? string.Empty);
        Assert.SkipUnless(Shell.Has("xfs_io"), "there is no xfs_io to cut the power with");
        var seed = Long.Seed;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var volume = await Volume.MountAsync(kind, kind == "xfs" ? "512M" : "256M");
        var store = new Store(Path.Join(volume.Path, "store"));
        var history = new History();
        long writes = 0, inFlight = 0;
        for (var cut = 0; cut < Cuts; cut++)
        {
            await using (var host = await Host.StartAsync(store))
            {
                await Load.CheckAsync(store, host.Client, history);
                var load = new Load(history, seed + cut, keysEach: 6, large: false);
                using var stop = new CancellationTokenSource();
                var running = load.RunAsync(host.Client, stop.Token);
                await Task.Delay(random.Next(500, 1500), TestContext.Current.CancellationToken);
                await volume.CutAsync();
                await stop.CancelAsync();
                await host.KillAndWaitAsync();
                await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                load.InFlight.ShouldBeGreaterThan(0, "nothing was in flight at the cut, so it proved nothing");
                load.Violations.ShouldBeEmpty();
                writes += load.Acknowledged;
                inFlight += load.InFlight;
            }

            await volume.UnmountAsync();
            await volume.MountAgainAsync();
        }

        await using (var last = await Host.StartAsync(store))
        {
            await Load.CheckAsync(store, last.Client, history);
            await last.Client.VerifyAsync();
        }

        writes.ShouldBeGreaterThan(0);
        output.WriteLine($"{kind}: {Cuts} power cuts, {writes} acknowledged writes, {inFlight} writes in flight at the cuts, 0 lost");
    }
}
