using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class RaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_writers_that_demand_absence_exactly_one_wins()
    {
        await using var root = new TempRoot();
        LocalBackend[] processes = [await root.OpenAsync(), await root.OpenAsync()];
        for (var round = 0; round < 200; round++)
        {
            var key = $"race/{round % 7}/{round}";
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, 32).Select(async i =>
            {
                await start.Task;
                try
                {
                    await processes[i % 2].PutAsync(key, $"{i}", new WriteOptions { IfAbsent = true, Durable = false });
                    return i;
                }
                catch (StorageException e) when (e.Kind == StorageErrorKind.AlreadyExists)
                {
                    return -1;
                }
            }).ToArray();
            start.SetResult();
            var winner = (await Task.WhenAll(writers)).Where(w => w >= 0).ShouldHaveSingleItem();
            (await processes[0].GetAsync(key)).ShouldBe($"{winner}");
        }

        ViewTests.NothingStaged(root);
    }

    [Fact]
    public async Task A_name_that_another_program_takes_first_is_never_replaced()
    {
        await using var root = new TempRoot();
        await root.OpenAsync();
        Native.LinuxFileSystem.Open(root.Path, out var files).ShouldBe(Native.Errno.None);
        using (files)
        {
            for (var round = 0; round < 300; round++)
            {
                await File.WriteAllTextAsync(root.File("first"), "1", Token);
                await File.WriteAllTextAsync(root.File("second"), "2", Token);
                using var start = new Barrier(2);
                Task<Native.Errno> Rename(string from) => Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait();
                        return files!.RenameNoReplace(from, "name");
                    },
                    Token,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
                (await Task.WhenAll(Rename("first"), Rename("second"))).Order().ShouldBe([Native.Errno.None, Native.Errno.EEXIST]);
                File.Delete(root.File("name"));
                File.Delete(root.File("first"));
                File.Delete(root.File("second"));
            }
        }
    }

    [Fact]
    public async Task A_counter_kept_by_if_match_loses_no_step()
    {
        await using var root = new TempRoot();
        LocalBackend[] processes = [await root.OpenAsync(), await root.OpenAsync()];
        await processes[0].PutAsync("n", "0");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var backend = processes[i % 2];
            for (var done = 0; done < 10;)
            {
                await using var read = await backend.ReadAsync(Key("n"), ReadOptions.Default, Token);
                using var reader = new StreamReader(read.Content);
                var value = int.Parse(await reader.ReadToEndAsync(Token));
                try
                {
                    await backend.PutAsync("n", $"{value + 1}", new WriteOptions { IfMatch = read.Stat.ETag, Durable = false });
                    done++;
                }
                catch (StorageException e) when (e.Kind == StorageErrorKind.PreconditionFailed)
                {
                }
            }
        }, Token)));
        (await processes[0].GetAsync("n")).ShouldBe("80");
    }

    [Fact]
    public async Task Readers_during_overwrites_see_one_version_whole()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var bodies = Enumerable.Range(0, 4).Select(i => new string((char)('a' + i), 100_000 + (i * 50_000))).ToArray();
        await backend.PutAsync("k", bodies[0]);
        var done = false;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var seen = 0;
            while (!Volatile.Read(ref done))
            {
                bodies.ShouldContain(await backend.GetAsync("k"));
                seen++;
            }

            return seen;
        }, Token)).ToArray();
        for (var i = 0; i < 100; i++)
        {
            await backend.PutAsync("k", bodies[i % 4], new WriteOptions { Durable = i % 10 == 0 });
        }

        Volatile.Write(ref done, true);
        (await Task.WhenAll(readers)).Sum().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Writers_and_deleters_of_one_folder_never_trip_over_each_other()
    {
        await using var root = new TempRoot();
        LocalBackend[] processes = [await root.OpenAsync(), await root.OpenAsync()];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 40; round++)
            {
                var backend = processes[i % 2];
                await backend.PutAsync($"deep/er/{i}", "1", new WriteOptions { Durable = round % 8 == 0 });
                var home = await backend.PutHomeAsync($"01h{i}x{round}", $"deep/view/{i}", "2");
                (await backend.PublishAsync(home, Key($"deep/view/{i}"), Yes, Token)).ShouldBe(ViewOutcome.Done);
                (await backend.RemoveAsync(Key($"deep/view/{i}"), Yes, Token)).ShouldBe(ViewOutcome.Done);
                await backend.DropAsync($"deep/er/{i}");
                await backend.DeleteAsync([home], DeleteOptions.Default, Token);
            }
        }, Token)));
        Directory.GetFileSystemEntries(root.Path).Select(Path.GetFileName).ShouldBe([".holdfast"]);
        ViewTests.NothingStaged(root);
    }

    [Fact]
    public async Task Publishers_of_one_key_leave_exactly_one_view_and_no_private_name()
    {
        await using var root = new TempRoot();
        LocalBackend[] processes = [await root.OpenAsync(), await root.OpenAsync()];
        var homes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => processes[0].PutHomeAsync($"01v{i}", "k", $"{i}")));
        var newest = -1;
        await Task.WhenAll(homes.Select((home, i) => Task.Run(async () =>
        {
            await processes[i % 2].PublishAsync(home, Key("k"), _ =>
            {
                var wanted = i > newest;
                newest = Math.Max(i, newest);
                return new(wanted);
            }, Token);
        }, Token)));
        (await processes[0].GetAsync("k")).ShouldBe($"{newest}");
        ViewTests.NothingStaged(root);
    }

    [Fact]
    public async Task A_write_that_fails_or_is_cancelled_midway_leaves_the_old_object_and_nothing_else()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        await backend.PutAsync("k", "old");
        foreach (var key in new[] { Key("k"), Home("01a") })
        {
            using var stop = new CancellationTokenSource();
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync(new byte[1000], Token);
            var writing = backend.WriteAsync(key, pipe.Reader, WriteOptions.Default, stop.Token);
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => writing);

            var broken = new Pipe();
            await broken.Writer.WriteAsync(new byte[1000], Token);
            await broken.Writer.CompleteAsync(new StoppedException());
            await Should.ThrowAsync<StoppedException>(() => backend.WriteAsync(key, broken.Reader, WriteOptions.Default, Token));
            (await KindAsync(() => backend.WriteAsync(key, Body("12345"), new WriteOptions { Length = 4 }, Token))).ShouldBe(StorageErrorKind.IntegrityMismatch);
            (await KindAsync(() => backend.WriteAsync(key, Body("12345"), new WriteOptions { Length = 6 }, Token))).ShouldBe(StorageErrorKind.IntegrityMismatch);
            (await KindAsync(() => backend.WriteAsync(key, Body("12345"), new WriteOptions { MaxLength = 4 }, Token))).ShouldBe(StorageErrorKind.TooLarge);
            (await KindAsync(() => backend.WriteAsync(key, Body("12345"), new WriteOptions { Expected = new() { Sha256 = new byte[32] } }, Token))).ShouldBe(StorageErrorKind.IntegrityMismatch);
        }

        (await backend.GetAsync("k")).ShouldBe("old");
        (await backend.NamesAsync(".holdfast/")).ShouldBeEmpty();
        ViewTests.NothingStaged(root);
    }
}
