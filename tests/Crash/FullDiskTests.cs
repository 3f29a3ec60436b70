using System.Net;
using Holdfast.Crash.Support;

namespace Holdfast.Crash;

public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Key = "full/thing.bin";

    private static readonly byte[] Old = Content.Of(1, 1_000_000);
    private static readonly byte[] Fresh = Content.Of(2, 2_000_000);

    [Theory]
    [InlineData("tmpfs")]
    [InlineData("ext4")]
    public async Task A_full_disk_refuses_writes_serves_reads_and_recovers(string kind)
    {
        Assert.SkipWhen(Volume.WhyNot(kind) is not null, Volume.WhyNot(kind) ?? string.Empty);
        await using var volume = await Volume.MountAsync(kind, "48M");
        await RunAsync(volume, volume.Fill);
    }

    [Fact]
    public async Task A_disk_without_inodes_refuses_writes_serves_reads_and_recovers()
    {
        Assert.SkipWhen(Volume.WhyNot("ext4") is not null, Volume.WhyNot("ext4") ?? string.Empty);
        await using var volume = await Volume.MountAsync("ext4", "64M", "-N", "256");
        await RunAsync(volume, volume.FillInodes);
    }

    [Fact]
    public async Task A_disk_that_became_read_only_refuses_writes_serves_reads_and_recovers()
    {
        Assert.SkipWhen(Volume.WhyNot("ext4") is not null, Volume.WhyNot("ext4") ?? string.Empty);
        await using var volume = await Volume.MountAsync("ext4", "64M");
        var trigger = $"/sys/fs/ext4/{Path.GetFileName(volume.Device)}/trigger_fs_error";
        Assert.SkipUnless(File.Exists(trigger), "the kernel cannot be told that an ext4 is broken");
        await Shell.RunAsync("mount", "-o", "remount,errors=remount-ro", volume.Path);
        using var folder = new TempFolder();
        var store = StoreOn(volume, Path.Join(folder.Path, "catalog.db"));
        await using var host = await Host.StartAsync(store);
        (await host.Client.PutAsync(Key, Old)).Succeeded.ShouldBeTrue();
        await store.SettledAsync();

        await File.WriteAllTextAsync(trigger, "1", TestContext.Current.CancellationToken);
        await RefusesAsync(host);
        await host.Client.UntilStateAsync(s => s == "degraded", "a disk that only reads");
        (await host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();

        await AwayAndBackAsync(volume, host);
        await RecoversAsync(store, host);
    }

    [Fact]
    public async Task A_disk_that_is_not_mounted_is_down_and_not_empty()
    {
        Assert.SkipWhen(Volume.WhyNot("ext4") is not null, Volume.WhyNot("ext4") ?? string.Empty);
        await using var volume = await Volume.MountAsync("ext4", "64M");
        using var folder = new TempFolder();
        var store = StoreOn(volume, Path.Join(folder.Path, "catalog.db"));
        await using var host = await Host.StartAsync(store);
        (await host.Client.PutAsync(Key, Old)).Succeeded.ShouldBeTrue();
        await store.SettledAsync();
        await AwayAndBackAsync(volume, host);
        await RecoversAsync(store, host);
    }

    [Fact]
    public async Task A_disk_that_is_not_mounted_at_the_start_is_down_and_not_empty()
    {
        Assert.SkipWhen(Volume.WhyNot("ext4") is not null, Volume.WhyNot("ext4") ?? string.Empty);
        await using var volume = await Volume.MountAsync("ext4", "64M");
        using var folder = new TempFolder();
        var store = StoreOn(volume, Path.Join(folder.Path, "catalog.db"));
        await using (var before = await Host.StartAsync(store))
        {
            (await before.Client.PutAsync(Key, Old)).Succeeded.ShouldBeTrue();
            await store.SettledAsync();
            await before.StopAsync();
        }

        await volume.UnmountAsync();
        await using var host = await Host.StartAsync(store);
        await IsDownAsync(volume, host);
        await volume.MountAgainAsync();
        await RecoversAsync(store, host);
    }

    private static Store StoreOn(Volume volume, string? catalog = null)
    {
        var store = new Store(Path.Join(volume.Path, "store"), catalog);
        store.Settings["MIN_FREE_DISK_MB"] = "0";
        store.Settings["CATALOG_LEASE_SECONDS"] = "5";
        return store;
    }

    private async Task RunAsync(Volume volume, Action fill)
    {
        var store = StoreOn(volume);
        await using var host = await Host.StartAsync(store);
        (await host.Client.PutAsync(Key, Old)).Succeeded.ShouldBeTrue();
        await store.SettledAsync();
        fill();
        await RefusesAsync(host);
        (await host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();
        await host.Client.UntilStateAsync(s => s == "degraded", "a full disk");
        for (var i = 0; i < 30; i++)
        {
            // Many refusals in a row stay what they are, and what can be read stays readable.
            await RefusesAsync(host);
        }

        (await host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();
        store.Homes().Count.ShouldBe(1);
        volume.Empty();
        await RecoversAsync(store, host);
    }

    private async Task RefusesAsync(Host host)
    {
        foreach (var key in new[] { Key, "full/new.bin" })
        {
            var answer = await host.Client.PutAsync(key, Fresh);
            if (answer.Status != HttpStatusCode.InsufficientStorage)
            {
                output.WriteLine(answer.Text);
            }

            answer.Status.ShouldBe(HttpStatusCode.InsufficientStorage, answer.Text);
            (answer.Text.Contains("local", StringComparison.Ordinal) || answer.Text.Contains("catalog", StringComparison.Ordinal)).ShouldBeTrue(answer.Text);
        }
    }

    /// <summary>The same server works again, and only what was acknowledged is there.</summary>
    private static async Task RecoversAsync(Store store, Host host)
    {
        await host.Client.UntilStateAsync(s => s == "ok", "there is room again");
        (await host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();
        (await host.Client.PutAsync(Key, Fresh)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Fresh).ShouldBeTrue();
        await store.SettledAsync(TimeSpan.FromSeconds(30));
        store.Homes().Count.ShouldBe(1);
        store.Views().ShouldBe([Key]);
        await host.Client.VerifyAsync();
    }

    /// <summary>Unmounts, looks at what the server says meanwhile, and mounts again.</summary>
    private static async Task AwayAndBackAsync(Volume volume, Host host)
    {
        await volume.UnmountLazilyAsync();
        await IsDownAsync(volume, host);

        // The file system lives until the server has let go of it.
        for (var left = 100; left > 0 && (await Shell.TryAsync("fsck.ext4", "-p", volume.Device)).Code > 2; left--)
        {
            await Task.Delay(100);
        }

        await volume.MountAgainAsync();
    }

    /// <summary>It says so, takes nothing, and calls nothing missing.</summary>
    private static async Task IsDownAsync(Volume volume, Host host)
    {
        await host.Client.UntilStateAsync(s => s == "failed", "its disk is not mounted");
        (await host.Client.GetAsync(Key)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable, "what lies on a disk that is away is not missing");
        (await host.Client.PutAsync("full/new.bin", Old)).Succeeded.ShouldBeFalse("a write went into the empty mount point");
        Directory.EnumerateFileSystemEntries(volume.Path).ShouldBeEmpty();
    }
}
