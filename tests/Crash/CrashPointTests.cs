using System.Net;
using Holdfast.Crash.Support;
using Holdfast.Steps;

namespace Holdfast.Crash;

/// <summary>Each operation with the process ended at each step that it passes through.</summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private const string Key = "box/thing.bin";
    private const string Source = "box/source.bin";

    // What belongs to each operation. A step that leaves the list without anyone noticing would be a step that nobody tests.
    private static readonly ProtocolStep[] Writing =
    [
        ProtocolStep.BeforeUploadRow, ProtocolStep.AfterUploadRow, ProtocolStep.HomeWritten, ProtocolStep.HomeSynced, ProtocolStep.HomeDurable, ProtocolStep.BeforeCommit,
        ProtocolStep.AfterCommit, ProtocolStep.BeforeExchange, ProtocolStep.AfterPublish,
    ];

    private static readonly ProtocolStep[] Replacing = [ProtocolStep.AfterExchange, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy];
    private static readonly ProtocolStep[] Removing = [ProtocolStep.AfterTombstone, ProtocolStep.AfterTake, ProtocolStep.AfterPublish, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy];
    private static readonly ProtocolStep[] Copying = [.. Writing.Where(s => s != ProtocolStep.HomeWritten)];

    [Fact]
    public Task Putting_a_new_object() => AtEachStepAsync("put new", Writing, new Scene(c => c.PutAsync(Key, Content.Of(2, 50_000)))
    {
        Wanted = { [Key] = Content.Of(2, 50_000) },
    });

    [Fact]
    public Task Overwriting() => AtEachStepAsync("overwrite", [.. Writing, .. Replacing], new Scene(c => c.PutAsync(Key, Content.Of(2, 1_500_000)))
    {
        Given = { [Key] = Content.Of(1, 70_000) },
        Wanted = { [Key] = Content.Of(2, 1_500_000) },
    });

    [Fact]
    public Task Deleting() => AtEachStepAsync("delete", Removing, new Scene(c => c.DeleteAsync(Key))
    {
        Given = { [Key] = Content.Of(1, 70_000) },
        Wanted = { [Key] = null },
    });

    [Fact]
    public Task Copying_over_another() => AtEachStepAsync("copy", [.. Copying, .. Replacing], new Scene(c => c.CopyAsync(Source, Key))
    {
        Given = { [Source] = Content.Of(1, 70_000), [Key] = Content.Of(3, 9_000) },
        Wanted = { [Source] = Content.Of(1, 70_000), [Key] = Content.Of(1, 70_000) },
    });

    [Fact]
    public Task Moving() => AtEachStepAsync("move", [.. Copying, ProtocolStep.AfterTake, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy], new Scene(c => c.MoveAsync(Source, Key))
    {
        Given = { [Source] = Content.Of(1, 70_000) },
        Wanted = { [Source] = null, [Key] = Content.Of(1, 70_000) },
    });

    [Fact]
    public Task Adopting_another_programs_file() => AtEachStepAsync("adopt", [ProtocolStep.AdoptionLinked], new Scene(c => c.GetAsync(Key))
    {
        Files = { [Key] = Content.Of(5, 40_000) },
        Wanted = { [Key] = Content.Of(5, 40_000) },
    });

    [Fact]
    public Task Putting_over_another_programs_file() => AtEachStepAsync("put over a foreign file", [.. Writing, .. Replacing, ProtocolStep.AdoptionLinked], new Scene(c => c.PutAsync(Key, Content.Of(2, 50_000)))
    {
        Files = { [Key] = Content.Of(5, 40_000) },
        Wanted = { [Key] = Content.Of(2, 50_000) },
    });

    [Fact]
    public async Task Ending_again_while_recovering()
    {
        using var folder = new TempFolder();
        var store = folder.Store;
        var old = Content.Of(1, 70_000);
        var fresh = Content.Of(2, 80_000);
        await using (var host = await Host.StartAsync(store))
        {
            (await host.Client.PutAsync(Key, old)).Succeeded.ShouldBeTrue();
            await store.SettledAsync();
            await host.ArmAsync(nameof(ProtocolStep.AfterCommit));
            await TryAsync(host, c => c.PutAsync(Key, fresh));
            (await host.EndedAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        }

        foreach (var step in new[] { ProtocolStep.BeforeExchange, ProtocolStep.AfterExchange, ProtocolStep.AfterPublish, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy })
        {
            await using var host = Host.Launch(store, step.ToString());
            (await host.EndedAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue($"recovery does not pass through {step}: {host.Errors}");
        }

        await using var last = await Host.StartAsync(store);
        await IsAsync(store, last, new() { [Key] = fresh });
        await last.Client.VerifyAsync();
    }

    private async Task AtEachStepAsync(string name, IReadOnlyCollection<ProtocolStep> expected, Scene scene)
    {
        using var folder = new TempFolder();
        var store = folder.Store;
        var host = await Host.StartAsync(store);
        try
        {
            await scene.PrepareAsync(store, host);
            var steps = await host.StepsOfAsync(async () => (await scene.Operation(host.Client)).Succeeded.ShouldBeTrue(), () => store.SettledAsync());
            await IsAsync(store, host, scene.Wanted);
            expected.Select(s => s.ToString()).Except(steps).ShouldBeEmpty($"steps that '{name}' does not pass through: {string.Join(' ', steps)}");
            foreach (var (step, times) in steps.GroupBy(s => s).Select(g => (g.Key, g.Count())))
            {
                for (var nth = 1; nth <= times; nth++)
                {
                    await scene.PrepareAsync(store, host);
                    await host.ArmAsync($"{step}:{nth}");
                    var answer = await TryAsync(host, scene.Operation);
                    (await host.EndedAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue($"'{name}' did not come to {step} for the time {nth}");
                    await host.DisposeAsync();

                    var what = $"{name}, ended at {step}:{nth}";
                    host = await Host.StartAsync(store);
                    await OldOrNewAsync(host, scene, what, mustBeNew: answer is { Succeeded: true });
                    await store.SettledAsync();
                    (await scene.RetryAsync(host)).ShouldBeTrue($"{what}: the retry does not work");
                    await store.SettledAsync();
                    await IsAsync(store, host, scene.Wanted);
                }
            }

            await host.Client.VerifyAsync();
            output.WriteLine($"{name}: {steps.Count} crash points ({string.Join(' ', steps)})");
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>All keys as before, or all as after: never one of each.</summary>
    private static async Task OldOrNewAsync(Host host, Scene scene, string what, bool mustBeNew)
    {
        bool old = true, fresh = true;
        foreach (var key in scene.Keys)
        {
            var there = await BytesAsync(host, key);
            old &= Same(there, scene.Before(key));
            fresh &= Same(there, scene.Wanted.GetValueOrDefault(key));
        }

        (fresh || (old && !mustBeNew)).ShouldBeTrue($"{what}: {(old ? "old after an acknowledgement" : "neither old nor new")}");
    }

    private static async Task IsAsync(Store store, Host host, Dictionary<string, byte[]?> wanted)
    {
        foreach (var (key, bytes) in wanted)
        {
            Same(await BytesAsync(host, key), bytes).ShouldBeTrue(key);
        }

        await store.SettledAsync();
        var live = wanted.Where(w => w.Value is not null).ToDictionary(w => w.Key, w => w.Value!);
        (await host.Client.ListAsync()).Keys.ShouldBe(live.Keys, ignoreOrder: true);
        store.Views().ShouldBe(live.Keys, ignoreOrder: true);
        foreach (var (key, bytes) in live)
        {
            File.ReadAllBytes(store.PathOf(key)).AsSpan().SequenceEqual(bytes).ShouldBeTrue($"the readable file of {key}");
        }
    }

    private static async Task<byte[]?> BytesAsync(Host host, string key)
    {
        var answer = await host.Client.GetAsync(key);
        return answer.Status == HttpStatusCode.NotFound ? null : answer.Succeeded ? answer.Body : throw new InvalidOperationException($"{key}: {(int)answer.Status} {answer.Text}");
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    private static async Task<Answer?> TryAsync(Host host, Func<Client, Task<Answer>> operation)
    {
        try
        {
            return await operation(host.Client);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>What is there before an operation, the operation, and what is there after it.</summary>
    private sealed class Scene(Func<Client, Task<Answer>> operation)
    {
        public Func<Client, Task<Answer>> Operation { get; } = operation;

        public Dictionary<string, byte[]> Given { get; } = new(StringComparer.Ordinal);

        /// <summary>Files that another program puts there.</summary>
        public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, byte[]?> Wanted { get; } = new(StringComparer.Ordinal);

        public IEnumerable<string> Keys => Given.Keys.Union(Files.Keys).Union(Wanted.Keys);

        public byte[]? Before(string key) => Given.GetValueOrDefault(key) ?? Files.GetValueOrDefault(key);

        public async Task PrepareAsync(Store store, Host host)
        {
            foreach (var key in Keys)
            {
                (await host.Client.DeleteAsync(key)).Succeeded.ShouldBeTrue();
            }

            foreach (var (key, bytes) in Given)
            {
                (await host.Client.PutAsync(key, bytes)).Succeeded.ShouldBeTrue();
            }

            await store.SettledAsync();
            foreach (var (key, bytes) in Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(store.PathOf(key))!);
                await File.WriteAllBytesAsync(store.PathOf(key), bytes);
            }
        }

        /// <summary>The same request again works, whether the first had happened or not.</summary>
        public async Task<bool> RetryAsync(Host host)
        {
            var answer = await Operation(host.Client);

            // A move that had happened has no source any more.
            return answer.Succeeded || (answer.Status == HttpStatusCode.NotFound && Wanted.Any(w => w.Value is null));
        }
    }
}
