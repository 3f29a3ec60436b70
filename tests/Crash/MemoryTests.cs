using System.Diagnostics;
using System.Security.Cryptography;
using Holdfast.Crash.Support;

namespace Holdfast.Crash;

public sealed class MemoryTests(ITestOutputHelper output)
{
    private const long MostKiB = 100 * 1024;

    [Fact]
    public async Task A_large_object_goes_through_in_little_memory()
    {
        var size = (Long.IsOn ? 5L : 1L) << 30;
        using var folder = new TempFolder();
        Assert.SkipWhen(new DriveInfo(folder.Path).AvailableFreeSpace < size * 2, "there is not enough room on the disk");
        var store = folder.Store;
        await using var host = await Host.StartAsync(store);
        (await host.Client.PutAsync("warm.bin", Content.Of(1, 20_000_000))).Succeeded.ShouldBeTrue();
        (await host.Client.GetAsync("warm.bin")).Succeeded.ShouldBeTrue();

        var before = Before(host);
        var watch = Stopwatch.StartNew();
        using var body = new PatternContent(size);
        (await host.Client.PutAsync("large.bin", body)).Succeeded.ShouldBeTrue();
        Report("upload", before, watch);

        before = Before(host);
        watch.Restart();
        using var response = await host.Client.OpenAsync("api/files/large.bin");
        response.Content.Headers.ContentLength.ShouldBe(size);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var digest = await SHA256.HashDataAsync(stream, TestContext.Current.CancellationToken);
        Report("download", before, watch);
        Convert.ToHexStringLower(digest).ShouldBe(body.Digest);

        void Report(string what, long then, Stopwatch taken)
        {
            var peak = host.MemoryKiB("VmHWM");
            output.WriteLine($"{what} of {size >> 30} GiB in {taken.Elapsed.TotalSeconds:F1} s: resident {then / 1024} MiB before, {peak / 1024} MiB at most ({(peak - then) / 1024:+0;-0} MiB)");
            (peak - then).ShouldBeLessThan(MostKiB);
        }
    }

    [Fact]
    public async Task A_million_objects_are_ready_at_once_and_listed_in_little_memory()
    {
        const int count = 1_000_000;
        using var folder = new TempFolder();
        var store = folder.Store;
        store.Settings["ADOPT_ON_START"] = "off";
        await Host.RunAsync("seed", store.Catalog, $"{count}");
        var rows = Stopwatch.StartNew();
        await using var host = await Host.StartAsync(store);
        var ready = rows.Elapsed;
        var read = File.ReadLines($"/proc/{host.Pid}/io").First(l => l.StartsWith("rchar", StringComparison.Ordinal));
        output.WriteLine($"ready with {count:N0} objects in {ready.TotalSeconds:F2} s; {read}; catalog {new FileInfo(store.Catalog).Length >> 20} MiB");

        // A start that walks through the rows takes longer than this on any machine.
        ready.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        long.Parse(read.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThan(100L << 20, "a start reads no rows");

        var before = Before(host);
        rows.Restart();
        var last = string.Empty;
        var seen = 0;
        var enough = Long.IsOn ? count : count / 4;
        for (string? cursor = string.Empty; cursor is not null && seen < enough;)
        {
            var page = await host.Client.JsonAsync("api/files?limit=1000&prefix=many%2F" + (cursor.Length == 0 ? string.Empty : "&cursor=" + Uri.EscapeDataString(cursor)));
            foreach (var one in page.GetProperty("objects").EnumerateArray())
            {
                var key = one.GetProperty("key").GetString()!;
                string.CompareOrdinal(last, key).ShouldBeLessThan(0);
                last = key;
                seen++;
            }

            cursor = page.GetProperty("next_cursor").GetString();
        }

        seen.ShouldBe(enough);
        var peak = host.MemoryKiB("VmHWM");
        output.WriteLine($"listed {seen:N0} in {rows.Elapsed.TotalSeconds:F1} s: resident {before / 1024} MiB before, {peak / 1024} MiB at most");
        (peak - host.MemoryKiB("RssFile") - before).ShouldBeLessThan(MostKiB, "the catalog's own pages are shared with the disk's cache and not counted");
    }

    private static long Before(Host host)
    {
        host.ForgetPeak();
        return host.MemoryKiB("VmRSS");
    }
}
