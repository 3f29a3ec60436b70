using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Conformance.Doubles;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Layers;
using Holdfast.Layers.Retry;
using Holdfast.Objects;

namespace Holdfast.Tests.Layers;

public sealed class RetryTests
{
    private static Rig Make(BackendLayerOptions? options = null, MemoryBackendOptions? memory = null) =>
        new((inner, time) => new RetryBackend(inner, options ?? new BackendLayerOptions { Jitter = () => 0.5 }, time), memory);

    [Fact]
    public async Task A_transient_failure_passes_unnoticed()
    {
        var rig = Make();
        await rig.SeedAsync("o", Rig.Bytes(10));
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Before) { Times = 3 });

        (await rig.DriveAsync(rig.StatAsync())).Size.ShouldBe(10);

        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(4);
        rig.Time.GetElapsedTime(0).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task After_the_last_try_the_error_says_so()
    {
        var rig = Make();
        rig.Faults.Add(Fault.Down());

        var error = await rig.FailsAsync(StorageErrorKind.Unavailable, () => rig.StatAsync());

        error.RetriesExhausted.ShouldBeTrue();
        error.IsTransient.ShouldBeTrue();
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(4);
    }

    [Fact]
    public async Task A_lasting_failure_is_told_at_once()
    {
        var rig = Make();

        var error = await Should.ThrowAsync<StorageException>(() => rig.StatAsync("missing"));

        error.Kind.ShouldBe(StorageErrorKind.NotFound);
        error.RetriesExhausted.ShouldBeFalse();
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(1);
        rig.Time.Pending.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_wait_that_the_backend_asks_for_is_kept_to_the_tick()
    {
        var rig = Make();
        await rig.SeedAsync("o", Rig.Bytes(10));
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Before) { Error = () => StorageErrors.RateLimited("b", TimeSpan.FromSeconds(17)) });

        var stat = rig.StatAsync();
        await rig.Time.WhenPendingAsync(1, Rig.Ct);

        rig.Time.Pending.ShouldBe([TimeSpan.FromSeconds(17)]);
        rig.Time.Advance(TimeSpan.FromSeconds(16.9));
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(1);
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        (await stat).Size.ShouldBe(10);
    }

    [Fact]
    public async Task A_wait_longer_than_allowed_is_not_waited()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Before) { Times = 9, Error = () => StorageErrors.RateLimited("b", TimeSpan.FromMinutes(5)) });

        var error = await Should.ThrowAsync<StorageException>(() => rig.StatAsync());

        error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(5));
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(1);
    }

    [Fact]
    public async Task Delays_grow_and_stay_below_the_longest()
    {
        var rig = Make(new BackendLayerOptions { MaxAttempts = 8, RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(5), Jitter = () => 0.5 });
        rig.Faults.Add(Fault.Down());
        var delays = new List<TimeSpan>();
        var work = rig.StatAsync();
        while (delays.Count < 7)
        {
            await rig.Time.WhenPendingAsync(1, Rig.Ct);
            delays.Add(rig.Time.Pending[0]);
            rig.Time.Advance(delays[^1]);
        }

        await Should.ThrowAsync<StorageException>(() => work);
        delays.ShouldBeInOrder();
        delays[0].ShouldBeLessThan(TimeSpan.FromSeconds(2));
        delays[^1].ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_write_whose_content_was_touched_is_never_repeated()
    {
        foreach (var fault in new[] { new Fault(BackendOperation.Write, FaultKind.Midway) { AfterBytes = 100 }, new Fault(BackendOperation.Write, FaultKind.AfterEffect) })
        {
            var rig = Make();
            rig.Faults.Add(fault);

            var error = await Should.ThrowAsync<StorageException>(() => rig.Backend.WriteAsync(Rig.Key(), Rig.Reader(Rig.Bytes(1000)), WriteOptions.Default, Rig.Ct));

            error.RetriesExhausted.ShouldBeFalse();
            rig.Faults.Calls(BackendOperation.Write).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_write_that_failed_before_its_content_was_touched_is_repeated_whole()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Write, FaultKind.Before) { Times = 2 });

        await rig.DriveAsync(rig.PutAsync("o", "whole"));

        rig.Faults.Calls(BackendOperation.Write).ShouldBe(3);
        (await rig.GetAsync()).ShouldBe("whole"u8.ToArray());
    }

    [Fact]
    public async Task An_empty_write_that_happened_is_not_repeated()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Write, FaultKind.AfterEffect));

        // Repeated, it would say AlreadyExists about its own object.
        var error = await Should.ThrowAsync<StorageException>(() => rig.PutAsync("o", "", new WriteOptions { IfAbsent = true }));

        error.Kind.ShouldBe(StorageErrorKind.Unavailable);
        rig.Faults.Calls(BackendOperation.Write).ShouldBe(1);
    }

    [Fact]
    public async Task Parts_follow_the_rule_of_writes_and_a_commit_is_never_repeated()
    {
        var rig = Make();
        rig.Faults.Add(
            new Fault(BackendOperation.BeginWrite, FaultKind.Before),
            new Fault(BackendOperation.WritePart, FaultKind.Before),
            new Fault(BackendOperation.WritePart, FaultKind.Midway) { Skip = 2, AfterBytes = 3 },
            new Fault(BackendOperation.Commit, FaultKind.AfterEffect));

        await using var session = await rig.DriveAsync(rig.Backend.BeginWriteAsync(Rig.Key(), WriteOptions.Default, Rig.Ct));
        await rig.Time.DriveAsync(session.WritePartAsync(1, Rig.Reader(Rig.Bytes(10)), 10, Rig.Ct), Rig.Ct);
        rig.Faults.Calls(BackendOperation.WritePart).ShouldBe(2);
        await Should.ThrowAsync<StorageException>(() => session.WritePartAsync(2, Rig.Reader(Rig.Bytes(10)), 10, Rig.Ct));
        rig.Faults.Calls(BackendOperation.WritePart).ShouldBe(3);
        await Should.ThrowAsync<StorageException>(() => session.CommitAsync(Rig.Ct));

        rig.Faults.Calls(BackendOperation.Commit).ShouldBe(1);
        (await rig.GetAsync()).ShouldBe(Rig.Bytes(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(99_999)]
    public async Task A_body_that_is_cut_goes_on_from_its_offset(int after)
    {
        var rig = Make();
        var bytes = Rig.Bytes(100_000);
        await rig.SeedAsync("o", bytes);
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = after });

        (await rig.DriveAsync(rig.GetAsync())).ShouldBe(bytes);

        rig.Faults.Calls(BackendOperation.Read).ShouldBe(2);
        rig.Memory.OpenReads.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_ends_early_without_an_error_is_a_cut_too()
    {
        var rig = Make();
        var bytes = Rig.Bytes(100_000);
        await rig.SeedAsync("o", bytes);
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.ShortBody) { AfterBytes = 30_000, Times = 2 });

        (await rig.DriveAsync(rig.GetAsync("o", new ReadOptions { Range = ByteRange.Of(10, 90_000) }))).ShouldBe(bytes[10..90_010]);
        rig.Memory.OpenReads.ShouldBe(0);
    }

    [Fact]
    public async Task A_suffix_that_is_cut_goes_on_too()
    {
        var rig = Make();
        var bytes = Rig.Bytes(100_000);
        await rig.SeedAsync("o", bytes);
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = 5 });

        (await rig.DriveAsync(rig.GetAsync("o", new ReadOptions { Range = ByteRange.Last(1000) }))).ShouldBe(bytes[^1000..]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_that_was_replaced_meanwhile_is_not_mixed_in(bool identity)
    {
        var rig = Make(memory: new MemoryBackendOptions { Capabilities = MemoryBackendOptions.AllCapabilities with { Read = new ReadCapabilities { Identity = identity } } });
        await rig.SeedAsync("o", Rig.Bytes(100_000));
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = 50_000 });
        await using var read = await rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct);
        await read.Content.ReadExactlyAsync(new byte[50_000], Rig.Ct);
        await rig.SeedAsync("o", Rig.Bytes(100_001));

        var error = await Should.ThrowAsync<StorageException>(() => rig.DriveAsync(read.Content.ReadAsync(new byte[10], Rig.Ct).AsTask()));

        error.Kind.ShouldBe(identity ? StorageErrorKind.IdentityChanged : StorageErrorKind.PreconditionFailed);
    }

    [Fact]
    public async Task A_body_that_cannot_be_pinned_is_not_resumed()
    {
        var rig = Make(memory: new MemoryBackendOptions { Capabilities = MemoryBackendOptions.LeastCapabilities });
        await rig.SeedAsync("o", Rig.Bytes(100));
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = 50 });

        await Should.ThrowAsync<StorageException>(() => rig.GetAsync());

        rig.Faults.Calls(BackendOperation.Read).ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_gives_nothing_any_more_ends_with_an_error()
    {
        var rig = Make();
        await rig.SeedAsync("o", Rig.Bytes(1000));
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = 500 }, Fault.Down());

        var error = await rig.FailsAsync(StorageErrorKind.Unavailable, () => rig.GetAsync());

        error.RetriesExhausted.ShouldBeTrue();
        rig.Memory.OpenReads.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_is_cut_again_and_again_is_given_up_in_the_end()
    {
        var rig = Make(new BackendLayerOptions { MaxReopens = 10, Jitter = () => 0.5 });
        await rig.SeedAsync("o", Rig.Bytes(1000));
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = 1, Times = int.MaxValue });

        await rig.FailsAsync(StorageErrorKind.Unavailable, () => rig.GetAsync());

        rig.Faults.Calls(BackendOperation.Read).ShouldBe(11);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/")]
    public async Task A_list_that_is_cut_goes_on_behind_its_last_entry(string? delimiter)
    {
        var rig = Make();
        for (var i = 0; i < 30; i++)
        {
            await rig.SeedAsync($"d{i % 3}/{i:d2}", []);
            await rig.SeedAsync($"o{i:d2}", []);
        }

        var whole = await rig.NamesAsync(new ListOptions { Delimiter = delimiter });
        rig.Faults.Add(new Fault(BackendOperation.List, FaultKind.Midway) { AfterBytes = 2, Times = 5 });

        (await rig.DriveAsync(rig.NamesAsync(new ListOptions { Delimiter = delimiter }))).ShouldBe(whole);
        rig.Faults.Calls(BackendOperation.List).ShouldBe(7);
    }

    [Fact]
    public async Task A_list_without_order_is_not_resumed_in_the_middle()
    {
        var rig = Make(memory: new MemoryBackendOptions { Capabilities = MemoryBackendOptions.AllCapabilities with { List = new ListCapabilities { Ordered = false } } });
        await rig.SeedAsync("a", []);
        await rig.SeedAsync("b", []);
        rig.Faults.Add(new Fault(BackendOperation.List, FaultKind.Before), new Fault(BackendOperation.List, FaultKind.Midway) { AfterBytes = 1, Skip = 1 });

        await rig.FailsAsync(StorageErrorKind.Unavailable, () => rig.NamesAsync());
        rig.Faults.Calls(BackendOperation.List).ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_is_repeated_for_the_keys_that_failed_alone_and_keeps_its_order()
    {
        var rig = Make();
        var keys = Enumerable.Range(0, 10).Select(i => Rig.Key($"o{i}")).ToList();
        foreach (var key in keys)
        {
            await rig.SeedAsync(key.Value, []);
        }

        rig.Faults.Add(new Fault(BackendOperation.Delete, FaultKind.Midway) { AfterBytes = 4 }, new Fault(BackendOperation.Delete, FaultKind.Midway) { AfterBytes = 3, Skip = 1 });

        var results = await rig.DriveAsync(rig.Backend.DeleteAsync(keys, DeleteOptions.Default, Rig.Ct));

        results.Select(r => r.Key).ShouldBe(keys);
        results.ShouldAllBe(r => r.Error == null && r.Existed == true);
        rig.Faults.Calls(BackendOperation.Delete).ShouldBe(3);
        (await rig.NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_in_a_batch_to_the_end_is_told_key_by_key()
    {
        var rig = Make();
        await rig.SeedAsync("a", []);
        rig.Faults.Add(new Fault(BackendOperation.Delete, FaultKind.Midway) { AfterBytes = 1 }, new Fault(BackendOperation.Delete, FaultKind.Before) { Times = int.MaxValue, Skip = 1 });

        var results = await rig.DriveAsync(rig.Backend.DeleteAsync([Rig.Key("a"), Rig.Key("b")], DeleteOptions.Default, Rig.Ct));

        results[0].ShouldBe(new DeleteResult(Rig.Key("a"), true, null));
        results[1].Error!.RetriesExhausted.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_delete_of_unknown_outcome_absence_is_no_news()
    {
        var rig = Make();
        await rig.SeedAsync("a", []);
        rig.Faults.Add(new Fault(BackendOperation.Delete, FaultKind.AfterEffect));

        var result = (await rig.DriveAsync(rig.Backend.DeleteAsync([Rig.Key("a")], DeleteOptions.Default, Rig.Ct))).Single();

        (result.Existed, result.Error).ShouldBe((null, null));
    }

    [Fact]
    public async Task What_is_conditional_is_repeated_only_when_the_backend_itself_refused_it()
    {
        foreach (var (error, calls) in new (Func<StorageException>, int)[] { (() => StorageErrors.RateLimited("b"), 2), (() => StorageErrors.Unavailable("b", "cut"), 1) })
        {
            var rig = Make();
            var tag = (await rig.SeedAsync("o", [])).Stat.ETag;
            rig.Faults.Add(new Fault(BackendOperation.Copy, FaultKind.Before) { Error = error }, new Fault(BackendOperation.Delete, FaultKind.Before) { Error = error });

            await Record.ExceptionAsync(() => rig.DriveAsync(rig.Backend.CopyAsync(Rig.Key(), Rig.Key("p"), new CopyOptions { IfAbsent = true }, Rig.Ct)));
            await Record.ExceptionAsync(() => rig.DriveAsync(rig.Backend.DeleteAsync([Rig.Key()], new DeleteOptions { IfMatch = tag }, Rig.Ct)));

            rig.Faults.Calls(BackendOperation.Copy).ShouldBe(calls);
            rig.Faults.Calls(BackendOperation.Delete).ShouldBe(calls);
        }
    }

    [Fact]
    public async Task A_probe_tells_how_things_are_at_the_first_try()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Probe, FaultKind.Before));

        (await rig.Backend.ProbeAsync(ProbeOptions.Default, Rig.Ct)).Healthy.ShouldBeFalse();
        rig.Faults.Calls(BackendOperation.Probe).ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_ends_a_delay()
    {
        var rig = Make();
        rig.Faults.Add(Fault.Down());
        using var cancel = new CancellationTokenSource();
        var work = rig.Backend.StatAsync(Rig.Key(), StatOptions.Default, cancel.Token);
        await rig.Time.WhenPendingAsync(1, Rig.Ct);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task One_attempt_means_no_retry()
    {
        var rig = Make(new BackendLayerOptions { MaxAttempts = 1 });
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Before));

        await Should.ThrowAsync<StorageException>(() => rig.StatAsync());
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(1);
    }
}
