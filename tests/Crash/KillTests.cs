using Holdfast.Crash.Support;

namespace Holdfast.Crash;

public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    [Fact]
    public async Task A_server_killed_at_any_moment_under_load_loses_nothing_it_acknowledged()
    {
        var seed = Long.Seed;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TempFolder();
        var store = folder.Store;
        var history = new History();
        long writes = 0, reads = 0, inFlight = 0;
        for (var cycle = 0; cycle < Kills; cycle++)
        {
            await using (var host = await Host.StartAsync(store))
            {
                await Load.CheckAsync(store, host.Client, history);
                if (cycle % 5 == 4)
                {
                    await host.Client.VerifyAsync();
                }

                var load = new Load(history, seed + cycle);
                using var stop = new CancellationTokenSource();
                var running = load.RunAsync(host.Client, stop.Token);
                await Task.Delay(random.Next(50, 1500), TestContext.Current.CancellationToken);
                host.Kill();
                await host.KillAndWaitAsync();
                await stop.CancelAsync();
                await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                load.InFlight.ShouldBeGreaterThan(0, "nothing was in flight at the kill, so it proved nothing");
                load.Violations.ShouldBeEmpty();
                load.Refusals.ShouldBeEmpty();
                writes += load.Acknowledged;
                reads += load.Reads;
                inFlight += load.InFlight;
            }

            if (cycle % 3 == 2)
            {
                // And once more while it takes over what the first kill left.
                await using var starting = Host.Launch(store);
                await Task.Delay(random.Next(100, 700), TestContext.Current.CancellationToken);
            }
        }

        await using (var last = await Host.StartAsync(store))
        {
            await Load.CheckAsync(store, last.Client, history);
            await last.Client.VerifyAsync();
            store.Ask("SELECT count(*) FROM instance").ShouldBe(1);
            await last.StopAsync();
            last.ExitCode.ShouldBe(0, last.Errors);
        }

        store.Leftovers().ShouldBeEmpty();
        store.Ask("SELECT count(*) FROM instance").ShouldBe(0);
        Directory.GetFiles(store.PathOf(".holdfast"), "*.lock", SearchOption.AllDirectories).ShouldBeEmpty();
        var line = $"{Kills} kills, {writes} acknowledged writes, {inFlight} writes in flight at the kills, {reads} reads, 0 lost";
        output.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }
}
