using System.Collections.Concurrent;
using System.Net;
using Holdfast.Crash.Support;

namespace Holdfast.Crash;

/// <summary>The disk refuses: nobody is told that a write succeeded, the object before it stays, and the server goes on.</summary>
public sealed class SystemCallTests(ITestOutputHelper output)
{
    private const string Key = "faults/thing.bin";

    private static readonly byte[] Old = Content.Of(1, 600_000);
    private static readonly byte[] Fresh = Content.Of(2, 3_000_000);

    [Fact]
    public async Task A_home_that_the_disk_does_not_take_is_never_acknowledged()
    {
        await using var scene = await Scene.StartAsync();
        foreach (var fault in new[] { "pwritev:error=EIO", "pwritev:error=ENOSPC", "fsync:error=EIO", "fsync:error=ENOSPC", "close:error=EIO", "close:error=ENOSPC", "fsetxattr:error=EIO" })
        {
            var (answer, calls) = await scene.UploadAsync(fault, home => [home]);
            await scene.RefusedAsync(answer, fault, output);
            var failed = calls.Where(c => c.Contains("(INJECTED)", StringComparison.Ordinal)).Select(c => c[c.IndexOf('(', StringComparison.Ordinal)..]).ToList();
            failed.ShouldNotBeEmpty(fault);

            // A sync or a close that failed is not tried again: the kernel has dropped what it could not write.
            failed.Select(c => c[..c.IndexOf('<', StringComparison.Ordinal)]).ShouldBeUnique(fault);
            if (fault.StartsWith("fsync", StringComparison.Ordinal))
            {
                failed.Count.ShouldBe(1, string.Join('\n', failed));
            }

            if (fault.Contains("ENOSPC", StringComparison.Ordinal))
            {
                answer.Status.ShouldBe(HttpStatusCode.InsufficientStorage);
                answer.Text.ShouldContain("local");
            }
        }
    }

    [Fact]
    public async Task A_home_whose_folder_is_not_synced_is_never_acknowledged()
    {
        await using var scene = await Scene.StartAsync();
        var (answer, calls) = await scene.UploadAsync("fsync:error=EIO", home => [Path.GetDirectoryName(home)!]);
        await scene.RefusedAsync(answer, "fsync of the folder", output);
        calls.Count(c => c.Contains("(INJECTED)", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Without_opening_files_nothing_is_acknowledged_and_all_is_well_afterwards()
    {
        await using var scene = await Scene.StartAsync();
        await using (await Faults.InjectAsync(scene.Host, "openat2:error=EIO"))
        {
            (await scene.Host.Client.PutAsync(Key, Fresh)).Succeeded.ShouldBeFalse();
            (await scene.Host.Client.PutAsync("faults/other.bin", Fresh)).Succeeded.ShouldBeFalse();
            (await scene.Host.Client.GetAsync(Key)).Succeeded.ShouldBeFalse();
        }

        await scene.AsBeforeAsync();
    }

    [Theory]
    [InlineData("linkat:error=EIO")]
    [InlineData("renameat2:error=EIO")]
    [InlineData("linkat:error=ENOSPC")]
    public async Task A_readable_file_that_cannot_be_set_is_set_later_and_the_object_is_safe(string fault)
    {
        await using var scene = await Scene.StartAsync();
        await using (await Faults.InjectAsync(scene.Host, fault))
        {
            // The commit stands, so the answer may say so; the bytes must then be the new ones.
            var answer = await scene.Host.Client.PutAsync(Key, Fresh);
            var there = await scene.Host.Client.GetAsync(Key);
            there.Body.AsSpan().SequenceEqual(answer.Succeeded ? Fresh : Old).ShouldBeTrue();
        }

        await scene.AsAfterAsync();
    }

    [Theory]
    [InlineData("write:error=EIO")]
    [InlineData("write:error=ENOSPC")]
    [InlineData("fsync:error=EIO")]
    public async Task A_catalog_that_the_disk_does_not_take_acknowledges_nothing(string fault)
    {
        await using var scene = await Scene.StartAsync();
        var log = scene.Store.Catalog + "-wal";
        Answer put, removal;
        await using (var faults = await Faults.InjectAsync(scene.Host, fault, log))
        {
            put = await scene.Host.Client.PutAsync(Key, Fresh);
            removal = await scene.Host.Client.DeleteAsync(Key);
            (await faults.EndAsync()).ShouldContain(c => c.Contains("(INJECTED)", StringComparison.Ordinal));
        }

        put.Succeeded.ShouldBeFalse(put.Text);
        removal.Succeeded.ShouldBeFalse(removal.Text);
        output.WriteLine($"{fault}: put {(int)put.Status} {put.Text}; delete {(int)removal.Status}");
        await scene.RestoredAsync();
    }

    [Fact]
    public async Task A_commit_whose_sync_failed_once_is_not_taken_for_durable()
    {
        await using var scene = await Scene.StartAsync();
        Answer answer;
        await using (var faults = await Faults.InjectAsync(scene.Host, "fsync:error=EIO:when=1", scene.Store.Catalog + "-wal"))
        {
            answer = await scene.Host.Client.PutAsync(Key, Fresh);
            (await faults.EndAsync()).ShouldContain(c => c.Contains("(INJECTED)", StringComparison.Ordinal));
        }

        answer.Succeeded.ShouldBeFalse(answer.Text);
        await scene.RestoredAsync();
    }

    [Theory]
    [InlineData("write:error=EIO")]
    [InlineData("fsync:error=EIO")]
    public async Task A_checkpoint_that_fails_loses_no_commit(string fault)
    {
        await using var scene = await Scene.StartAsync();
        var acknowledged = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        await using (var faults = await Faults.InjectAsync(scene.Host, fault, scene.Store.Catalog))
        {
            await Parallel.ForAsync(0, 240, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (i, token) =>
            {
                var bytes = Content.Of(1000 + i, 100);
                if ((await scene.Host.Client.PutAsync($"faults/many/{i}.bin", bytes, token)).Succeeded)
                {
                    acknowledged[$"faults/many/{i}.bin"] = bytes;
                }
            });

            var calls = await faults.EndAsync();
            output.WriteLine($"{fault}: {calls.Count(c => c.Contains("(INJECTED)", StringComparison.Ordinal))} calls failed, {acknowledged.Count} of 240 acknowledged");
            calls.ShouldContain(c => c.Contains("(INJECTED)", StringComparison.Ordinal), "no checkpoint came, so it proved nothing");
        }

        await scene.Host.KillAndWaitAsync();
        await using var again = await Host.StartAsync(scene.Store);
        foreach (var (key, bytes) in acknowledged)
        {
            (await again.Client.GetAsync(key)).Body.AsSpan().SequenceEqual(bytes).ShouldBeTrue(key);
        }
    }

    [Fact]
    public async Task A_slow_disk_is_only_slow()
    {
        await using var scene = await Scene.StartAsync();
        await using (await Faults.InjectAsync(scene.Host, "fsync:delay_enter=200000"))
        {
            var puts = Enumerable.Range(0, 6).Select(i => scene.Host.Client.PutAsync($"faults/slow/{i}.bin", Content.Of(i, 100_000))).ToList();
            (await scene.Host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();
            (await Task.WhenAll(puts)).ShouldAllBe(a => a.Succeeded);
        }

        await scene.RestoredAsync();
    }

    /// <summary>A server over a store with one object.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();

        public Store Store { get; private set; } = null!;

        public Host Host { get; private set; } = null!;

        public static async Task<Scene> StartAsync()
        {
            Assert.SkipWhen(await Faults.WhyNotAsync() is not null, await Faults.WhyNotAsync() ?? string.Empty);
            var scene = new Scene();
            try
            {
                scene.Store = scene._folder.Store;
                scene.Store.Settings["CATALOG_LEASE_SECONDS"] = "5";
                scene.Host = await Host.StartAsync(scene.Store);
                (await scene.Host.Client.PutAsync(Key, Old)).Succeeded.ShouldBeTrue();
                await scene.Store.SettledAsync();
                return scene;
            }
            catch
            {
                await scene.DisposeAsync();
                throw;
            }
        }

        /// <summary>An upload over the object; the fault begins when half of it has come.</summary>
        public async Task<(Answer Answer, IReadOnlyList<string> Calls)> UploadAsync(string fault, Func<string, string[]> paths)
        {
            var before = Store.Homes();
            var content = new GatedContent(Fresh);
            var upload = Host.Client.PutAsync(Key, content);
            string? home = null;
            for (var end = DateTime.UtcNow.AddSeconds(20); home is null && DateTime.UtcNow < end; await Task.Delay(20))
            {
                home = Store.Homes().Except(before).FirstOrDefault();
            }

            home.ShouldNotBeNull();
            await using var faults = await Faults.InjectAsync(Host, fault, paths(home));
            content.Open();
            var answer = await upload;
            return (answer, await faults.EndAsync());
        }

        public async Task RefusedAsync(Answer answer, string fault, ITestOutputHelper output)
        {
            output.WriteLine($"{fault}: {(int)answer.Status} {answer.Text}");
            ((int)answer.Status).ShouldBeGreaterThanOrEqualTo(500, fault);
            await AsBeforeAsync();
        }

        /// <summary>The old object is there and nothing else.</summary>
        public async Task AsBeforeAsync()
        {
            (await Host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();
            await Store.SettledAsync();
            Store.Homes().Count.ShouldBe(1);
            Store.Views().ShouldBe([Key]);
        }

        /// <summary>A put works and the readable file is its bytes.</summary>
        public async Task AsAfterAsync()
        {
            (await Host.Client.PutAsync("faults/after.bin", Old)).Succeeded.ShouldBeTrue();
            var there = (await Host.Client.GetAsync(Key)).Body;
            await Store.SettledAsync(TimeSpan.FromSeconds(30));
            File.ReadAllBytes(Store.PathOf(Key)).AsSpan().SequenceEqual(there).ShouldBeTrue();
            await Host.Client.VerifyAsync();
        }

        /// <summary>The old object is there, and everything works again.</summary>
        public async Task RestoredAsync()
        {
            (await Host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Old).ShouldBeTrue();
            await Store.SettledAsync(TimeSpan.FromSeconds(30));
            (await Host.Client.PutAsync(Key, Fresh)).Succeeded.ShouldBeTrue();
            (await Host.Client.GetAsync(Key)).Body.AsSpan().SequenceEqual(Fresh).ShouldBeTrue();
            await Store.SettledAsync();
            await Host.Client.VerifyAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (Host is not null)
            {
                await Host.DisposeAsync();
            }

            _folder.Dispose();
        }
    }
}
