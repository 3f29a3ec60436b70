using System.IO.Pipelines;
using System.Text;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Protocol;

/// <summary>Uploads that live while others sweep, commit, or start; and commits whose outcome nobody heard.</summary>
public sealed class LiveUploadTests
{
    [Theory]
    [InlineData(ProtocolStep.AfterUploadRow)]
    [InlineData(ProtocolStep.HomeDurable)]
    public async Task An_upload_that_was_swept_while_it_lived_is_refused_and_leaves_nothing(ProtocolStep step)
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        var hold = steps.HoldAt(step);
        var put = rig.PutAsync("k", "new");
        await hold.Reached;
        await rig.SqlAsync("UPDATE upload SET state = 2");
        await rig.SettleAsync();
        hold.Release();
        (await Should.ThrowAsync<StorageException>(put)).Kind.ShouldBe(StorageErrorKind.Unavailable);
        (await rig.GetAsync("k")).ShouldBe("old");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        (await rig.CountAsync("SELECT count(*) FROM upload")).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_puts_the_last_to_commit_wins_whatever_began_first()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        var hold = steps.HoldAt(ProtocolStep.BeforeCommit, "early");
        var early = StepGate.AsAsync("early", () => rig.PutAsync("k", "staged first"));
        await hold.Reached;
        await rig.PutAsync("k", "staged second");
        (await rig.GetAsync("k")).ShouldBe("staged second");
        hold.Release();
        await early;
        (await rig.GetAsync("k")).ShouldBe("staged first");
        (await rig.FileAsync("k")).ShouldBe("staged first");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    [Theory]
    [InlineData(ProtocolStep.AfterCommit)]
    [InlineData(ProtocolStep.BeforeExchange)]
    [InlineData(ProtocolStep.AfterExchange)]
    public async Task A_publisher_that_stops_while_the_next_version_comes_and_is_tidied_hides_nothing(ProtocolStep step)
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "one");
        await rig.SettleAsync();
        var hold = steps.HoldAt(step, "slow");
        var slow = StepGate.AsAsync("slow", () => rig.PutAsync("k", "two"));
        await hold.Reached;

        // From BeforeExchange on the slow one holds the key's lock: the next commits, and its view waits.
        var next = rig.PutAsync("k", "three");
        while (await rig.CountAsync("SELECT generation FROM object WHERE key = 'k'") < 3)
        {
            await Task.Delay(5, Rig.Token);
        }

        await rig.Engine.TidyAsync(Rig.Token);
        (await rig.GetAsync("k")).ShouldBe("three");
        hold.Release();
        await slow;
        await next;
        (await rig.GetAsync("k")).ShouldBe("three");
        (await rig.FileAsync("k")).ShouldBe("three");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        rig.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_publisher_that_wakes_late_does_not_show_its_older_version()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "one");
        await rig.SettleAsync();
        var hold = steps.HoldAt(ProtocolStep.AfterCommit, "slow");
        var slow = StepGate.AsAsync("slow", () => rig.PutAsync("k", "two"));
        await hold.Reached;

        // Its home is still there when it wakes.
        var tidy = steps.HoldAt(ProtocolStep.BeforeTidy);
        await rig.PutAsync("k", "three");
        await tidy.Reached;
        hold.Release();
        await slow;
        (await rig.FileAsync("k")).ShouldBe("three");
        tidy.Release();
        (await rig.GetAsync("k")).ShouldBe("three");
    }

    [Theory]
    [InlineData(ProtocolStep.AfterUploadRow)]
    [InlineData(ProtocolStep.HomeDurable)]
    [InlineData(ProtocolStep.BeforeExchange)]
    public async Task A_second_server_that_starts_beside_a_live_upload_sweeps_nothing_of_it(ProtocolStep step)
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        var hold = steps.HoldAt(step);
        var put = rig.PutAsync("k", "text");
        await hold.Reached;
        var shifted = new ShiftedTime();
        shifted.Advance(TimeSpan.FromHours(1));
        var start = rig.BesideAsync(new RigOptions { Time = shifted });
        if (step != ProtocolStep.BeforeExchange)
        {
            // At the exchange the first server holds the key's lock, and the second waits for it before it is ready.
            await (await start).SettleAsync();
        }

        hold.Release();
        await put;
        await using var second = await start;
        (await second.GetAsync("k")).ShouldBe("text");
        (await rig.GetAsync("k")).ShouldBe("text");
        (await rig.FileAsync("k")).ShouldBe("text");
    }

    [Fact]
    public async Task A_server_taken_for_dead_comes_back_and_its_next_uploads_are_safe_and_swept_when_it_dies()
    {
        var time = new ShiftedTime();
        await using var rig = await Rig.StartAsync(new RigOptions { Time = time, Locks = false });
        await using var other = await rig.BesideAsync(new RigOptions { Time = time, Locks = false });
        await rig.SqlAsync($"DELETE FROM instance WHERE instance_id = '{rig.Engine.InstanceId}'");
        await rig.Engine.BeatAsync(Rig.Token);
        (await rig.CountAsync($"SELECT count(*) FROM instance WHERE instance_id = '{rig.Engine.InstanceId}'")).ShouldBe(1);
        await rig.SqlAsync("INSERT INTO upload (attempt_id, key, backend, home, state, instance_id, created_at) VALUES ('00000000000000000000000000', 'x', 'local', '.holdfast/v/000000/00000000000000000000000000', 0, 'nobody', 1)");
        await other.SettleAsync();
        (await rig.CountAsync("SELECT count(*) FROM upload")).ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_breaks_off_or_is_cancelled_or_is_too_long_leaves_nothing()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("k", "old");
        var key = ObjectKey.Parse("k");
        await Should.ThrowAsync<IOException>(() => rig.Engine.PutAsync(key, PipeReader.Create(new BrokenStream(3_000_000)), PutOptions.Default, Rig.Token));
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => rig.Engine.PutAsync(key, PipeReader.Create(new BrokenStream(3_000_000, cancel)), PutOptions.Default, cancel.Token));
        (await Should.ThrowAsync<StorageException>(() => rig.PutBytesAsync("k", new byte[11], new PutOptions { MaxLength = 10 }))).Kind.ShouldBe(StorageErrorKind.TooLarge);
        (await Should.ThrowAsync<StorageException>(() => rig.PutBytesAsync("k", new byte[11], new PutOptions { Length = 10 }))).Kind.ShouldBe(StorageErrorKind.IntegrityMismatch);
        (await Should.ThrowAsync<StorageException>(() => rig.PutBytesAsync("k", new byte[9], new PutOptions { Length = 10 }))).Kind.ShouldBe(StorageErrorKind.IntegrityMismatch);
        (await rig.GetAsync("k")).ShouldBe("old");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        (await rig.CountAsync("SELECT count(*) FROM upload")).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_that_fails_is_found_out_to_have_happened_or_not(bool happened)
    {
        var moment = happened ? CommitMoment.After : CommitMoment.Before;
        var fail = false;
        await using var rig = await Rig.StartAsync(new RigOptions { AtCommit = at => Throw(at == moment && fail) });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        var puts = 0;
        for (var i = 0; i < 10; i++)
        {
            fail = i % 2 == 0;
            try
            {
                await rig.PutAsync("k", $"new {i}");
                puts++;
                (await rig.GetAsync("k")).ShouldBe($"new {i}");
            }
            catch (StorageException error)
            {
                fail.ShouldBeTrue();
                error.Kind.ShouldBe(StorageErrorKind.Unavailable);
                (await rig.GetAsync("k")).ShouldNotBe($"new {i}");
            }
        }

        fail = false;
        puts.ShouldBe(moment == CommitMoment.After ? 10 : 5);
        await rig.SettleAsync();
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        (await rig.CountAsync("SELECT count(*) FROM upload")).ShouldBe(0);

        static void Throw(bool really)
        {
            if (really)
            {
                throw new Microsoft.Data.Sqlite.SqliteException("the disk failed", 10);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_outcome_is_unknown_removes_nothing_and_is_resolved_when_the_catalog_is_back(bool happened)
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        var hold = steps.HoldAt(ProtocolStep.BeforeCommit, "put");
        var put = StepGate.AsAsync("put", () => rig.PutAsync("k", "new"));
        await hold.Reached;
        var calls = 0;
        rig.Gate.AfterWrite = () => ++calls == 1 && happened ? StorageErrors.OutcomeUnknown("lost") : null;
        rig.Gate.Failing = () => !happened || calls > 0 ? StorageErrors.OutcomeUnknown("lost") : null;
        hold.Release();
        (await Should.ThrowAsync<StorageException>(put)).Kind.ShouldBe(StorageErrorKind.OutcomeUnknown);
        rig.Homes().ShouldBe(2);
        rig.Gate.Failing = null;
        rig.Gate.AfterWrite = null;
        (await rig.GetAsync("k")).ShouldBe(happened ? "new" : "old");
        await rig.Engine.TidyAsync(Rig.Token);
        await rig.SettleAsync();
        (await rig.GetAsync("k")).ShouldBe(happened ? "new" : "old");
        (await rig.FileAsync("k")).ShouldBe(happened ? "new" : "old");
        rig.Homes().ShouldBe(1);
        (await rig.CountAsync("SELECT count(*) FROM upload")).ShouldBe(0);
    }

    [Fact]
    public async Task An_open_reader_reads_its_version_to_the_end_when_it_is_replaced_or_deleted()
    {
        await using var rig = await Rig.StartAsync();
        var bytes = new byte[5_000_000];
        new Random(3).NextBytes(bytes);
        await rig.PutBytesAsync("k", bytes);
        await using var reader = await rig.Engine.OpenAsync(ObjectKey.Parse("k"), OpenOptions.Default, Rig.Token);
        await rig.PutAsync("k", "new");
        await rig.DeleteAsync("k");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(0);
        foreach (var (offset, length) in new[] { (4_000_000, 1_000_000), (0, 10), (1_048_570, 20), (0, 5_000_000) })
        {
            await using var stream = reader.AsStream(offset, length);
            var got = new byte[length];
            await stream.ReadExactlyAsync(got, Rig.Token);
            got.ShouldBe(bytes[offset..(offset + length)]);
        }
    }

    [Fact]
    public async Task An_expired_object_is_absent_for_every_call_and_goes_by_itself()
    {
        var time = new ShiftedTime();
        await using var rig = await Rig.StartAsync(new RigOptions { Time = time });
        var first = await rig.PutAsync("k", "old", new PutOptions { ExpiresAt = time.GetUtcNow().AddMinutes(1) });
        await rig.PutAsync("stays", "x");
        time.Advance(TimeSpan.FromMinutes(2));
        (await rig.FindAsync("k")).ShouldBeNull();
        (await rig.Engine.ListAsync(new ListQuery(), Rig.Token)).Objects.Select(o => o.Key.Value).ShouldBe(["stays"]);
        (await Should.ThrowAsync<StorageException>(() => rig.CopyAsync("k", "l"))).Kind.ShouldBe(StorageErrorKind.NotFound);
        (await Should.ThrowAsync<StorageException>(() => rig.PutAsync("k", "2", new PutOptions { IfMatch = [first.ETag] }))).Kind.ShouldBe(StorageErrorKind.PreconditionFailed);
        (await rig.DeleteAsync("k")).ShouldBeFalse();
        await rig.PutAsync("k", "again", new PutOptions { ExpiresAt = time.GetUtcNow().AddMinutes(1) });
        time.Advance(TimeSpan.FromMinutes(2));
        var third = await rig.PutAsync("k", "new", new PutOptions { IfAbsent = true });
        third.Id.ShouldNotBe(first.Id);
        await rig.PutAsync("k", "short", new PutOptions { ExpiresAt = time.GetUtcNow().AddMinutes(1) });
        time.Advance(TimeSpan.FromMinutes(2));
        await rig.SettleAsync();
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        File.Exists(rig.PathOf("k")).ShouldBeFalse();
        (await rig.CountAsync("SELECT count FROM tally WHERE dimension = 'total'")).ShouldBe(1);
    }

    private sealed class BrokenStream(int after, CancellationTokenSource? cancel = null) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read > 0)
            {
                return read;
            }

            if (cancel is not null)
            {
                await cancel.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw new IOException("the sender went away");
        }
    }
}
