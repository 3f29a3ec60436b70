using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Tests;

[Collection(Alone.Name)]
public sealed class RaceTests
{
    [Fact]
    public async Task Reads_beside_writers_and_deleters_are_whole_and_never_older_than_what_was_acknowledged()
    {
        await using var rig = await Rig.StartAsync();
        await using var other = await rig.BesideAsync();
        const int writers = 4;
        var number = 0;
        var acknowledged = 0;
        var done = false;

        // Numbers are given inside a lock, one writer at a time, so that order of acknowledgement is order of numbers; deleters and readers race them.
        using var turn = new SemaphoreSlim(1, 1);
        async Task WriteAsync(int seed)
        {
            var random = new Random(seed);
            for (var i = 0; i < 15; i++)
            {
                await turn.WaitAsync(Rig.Token);
                try
                {
                    var mine = ++number;
                    await (random.Next(2) == 0 ? rig : other).PutBytesAsync("k", Content(mine, random.Next(1, 300_000)));
                    Volatile.Write(ref acknowledged, mine);
                }
                finally
                {
                    turn.Release();
                }
            }
        }

        var reads = 0;
        async Task ReadAsync(Rig from)
        {
            while (!Volatile.Read(ref done))
            {
                var floor = Volatile.Read(ref acknowledged);
                var bytes = await from.GetBytesAsync("k");
                Check(bytes).ShouldBeGreaterThanOrEqualTo(floor);
                Interlocked.Increment(ref reads);
                await Task.Delay(2, Rig.Token);
            }
        }

        await rig.PutBytesAsync("k", Content(0, 10));
        var readers = Enumerable.Range(0, 4).Select(i => Task.Run(() => ReadAsync(i % 2 == 0 ? rig : other))).ToArray();
        var churn = Task.Run(async () =>
        {
            var random = new Random(99);
            while (!Volatile.Read(ref done))
            {
                await rig.PutAsync($"other/{random.Next(3)}", "x");
                await other.DeleteAsync($"other/{random.Next(3)}");
                await Task.Delay(10, Rig.Token);
            }
        });
        await Task.WhenAll(Enumerable.Range(1, writers).Select(seed => Task.Run(() => WriteAsync(seed))));
        Volatile.Write(ref done, true);
        await Task.WhenAll(readers);
        await churn;
        reads.ShouldBeGreaterThan(20);
        Check(await rig.GetBytesAsync("k")).ShouldBe(writers * 15);
        await rig.SettleAsync();
        await rig.SettleAsync();
        Check(await File.ReadAllBytesAsync(rig.PathOf("k"), Rig.Token)).ShouldBe(writers * 15);
        rig.Homes().ShouldBe((int)await rig.CountAsync("SELECT count(*) FROM object WHERE current_version IS NOT NULL"));
    }

    [Fact]
    public async Task Writers_and_deleters_of_one_key_end_in_one_whole_state()
    {
        await using var rig = await Rig.StartAsync();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 30; i++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        await rig.DeleteAsync("k");
                        break;
                    case 1:
                        if (await rig.ReadOrNullAsync("k") is { } text)
                        {
                            Check(System.Text.Encoding.UTF8.GetBytes(text));
                        }

                        break;
                    default:
                        await rig.PutBytesAsync("k", Content(seed * 1000 + i, random.Next(1, 50_000)));
                        break;
                }
            }
        })));
        await rig.SettleAsync();
        await rig.SettleAsync();
        var found = await rig.ReadOrNullAsync("k");
        File.Exists(rig.PathOf("k")).ShouldBe(found is not null);
        if (found is not null)
        {
            (await rig.FileAsync("k")).ShouldBe(found);
        }

        rig.Homes().ShouldBe(found is null ? 0 : 1);
        rig.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_writers_of_many_keys_all_succeed()
    {
        await using var rig = await Rig.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 5; n++)
            {
                await rig.PutAsync($"w/{i}/{n}", $"{i} {n}");
            }
        })));
        (await rig.Engine.ListAsync(new ListQuery { Limit = 1000 }, Rig.Token)).Objects.Count.ShouldBe(100);
        (await rig.GetAsync("w/19/4")).ShouldBe("19 4");
    }

    [Fact]
    public async Task A_counter_kept_by_If_Match_loses_no_count()
    {
        await using var rig = await Rig.StartAsync();
        await using var other = await rig.BesideAsync();
        await rig.PutAsync("n", "0");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Task.Run(async () =>
        {
            var from = i % 2 == 0 ? rig : other;
            for (var n = 0; n < 10;)
            {
                await using var reader = await from.Engine.OpenAsync(ObjectKey.Parse("n"), OpenOptions.Default, Rig.Token);
                using var text = new StreamReader(reader.AsStream(0, reader.Object.Size));
                var value = int.Parse(await text.ReadToEndAsync(Rig.Token), CultureInfo.InvariantCulture);
                try
                {
                    await from.PutAsync("n", (value + 1).ToString(CultureInfo.InvariantCulture), new PutOptions { IfMatch = [reader.Object.ETag] });
                    n++;
                }
                catch (StorageException error) when (error.Kind == StorageErrorKind.PreconditionFailed)
                {
                    // Somebody else was faster.
                }
            }
        })));
        (await rig.GetAsync("n")).ShouldBe("50");
    }

    [Fact]
    public async Task Of_many_that_write_only_where_nothing_is_one_wins()
    {
        await using var rig = await Rig.StartAsync();
        await using var other = await rig.BesideAsync();
        var won = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? rig : other).PutAsync("once", $"{i}", new PutOptions { IfAbsent = true });
                Interlocked.Increment(ref won);
            }
            catch (StorageException error) when (error.Kind == StorageErrorKind.AlreadyExists)
            {
                // Lost.
            }
        })));
        won.ShouldBe(1);
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task A_move_whose_source_is_replaced_meanwhile_is_refused_and_the_source_kept()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("a", "one");
        var hold = steps.HoldAt(Holdfast.Steps.ProtocolStep.BeforeCommit, "move");
        var move = StepGate.AsAsync("move", () => rig.MoveAsync("a", "b"));
        await hold.Reached;
        await rig.PutAsync("a", "two");
        hold.Release();
        (await Should.ThrowAsync<StorageException>(move)).Kind.ShouldBe(StorageErrorKind.Conflict);
        (await rig.GetAsync("a")).ShouldBe("two");
        (await rig.ReadOrNullAsync("b")).ShouldBeNull();
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task A_copy_whose_source_is_replaced_and_tidied_meanwhile_copies_the_version_it_began_with()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("a", "one");
        var hold = steps.HoldAt(Holdfast.Steps.ProtocolStep.AfterUploadRow, "copy");
        var copy = StepGate.AsAsync("copy", () => rig.CopyAsync("a", "b"));
        await hold.Reached;
        await rig.PutAsync("a", "two");
        await rig.SettleAsync();
        hold.Release();
        await copy;
        (await rig.GetAsync("b")).ShouldBe("one");
        (await rig.GetAsync("a")).ShouldBe("two");
    }

    [Fact]
    public async Task Moves_to_and_fro_lose_and_double_nothing()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("m/0", "it");
        var errors = new ConcurrentBag<StorageErrorKind>();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 25; i++)
            {
                try
                {
                    await rig.MoveAsync($"m/{random.Next(3)}", $"m/{random.Next(3)}", random.Next(2) == 0);
                }
                catch (StorageException error)
                {
                    errors.Add(error.Kind);
                }
            }
        })));
        errors.Distinct().ShouldBeSubsetOf([StorageErrorKind.NotFound, StorageErrorKind.Conflict, StorageErrorKind.AlreadyExists]);
        var left = (await rig.Engine.ListAsync(new ListQuery { Prefix = "m/" }, Rig.Token)).Objects.ShouldHaveSingleItem();
        (await rig.GetAsync(left.Key.Value)).ShouldBe("it");
        await rig.SettleAsync();
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    /// <summary>A number and as many digits of it as are asked for: a mixture of two is seen.</summary>
    private static byte[] Content(int number, int length)
    {
        var unit = string.Create(CultureInfo.InvariantCulture, $"{number:00000000};");
        return System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, length / 9 + 1)));
    }

    private static int Check(byte[] bytes)
    {
        var unit = bytes.AsSpan(0, 9).ToArray();
        (bytes.Length % 9).ShouldBe(0);
        for (var i = 0; i < bytes.Length; i += 9)
        {
            if (!bytes.AsSpan(i, 9).SequenceEqual(unit))
            {
                Assert.Fail("Two contents are mixed.");
            }
        }

        return int.Parse(unit.AsSpan(0, 8), CultureInfo.InvariantCulture);
    }
}
