using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Conformance.Doubles;
using Holdfast.Errors;
using Holdfast.Layers;
using Holdfast.Layers.Timeout;

namespace Holdfast.Tests.Layers;

public sealed class TimeoutTests
{
    private static readonly BackendLayerOptions Options = new() { TryTimeout = TimeSpan.FromSeconds(10), IdleTimeout = TimeSpan.FromSeconds(20), CommitTimeout = TimeSpan.FromSeconds(30), OverallTimeout = TimeSpan.FromSeconds(15) };

    private static Rig Make() => new((inner, time) => new TryTimeoutBackend(inner, Options, time));

    [Fact]
    public async Task A_try_that_hangs_is_timed_out()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(null, FaultKind.Hang) { Times = int.MaxValue });
        foreach (var call in new Func<Task>[]
        {
            () => rig.StatAsync(),
            () => rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct),
            () => rig.Backend.BeginWriteAsync(Rig.Key(), WriteOptions.Default, Rig.Ct),
            () => rig.Backend.DeleteAsync([Rig.Key()], DeleteOptions.Default, Rig.Ct),
        })
        {
            var work = call();
            rig.Time.Advance(TimeSpan.FromSeconds(9.9));
            work.IsCompleted.ShouldBeFalse();
            rig.Time.Advance(TimeSpan.FromSeconds(0.1));
            var error = await Should.ThrowAsync<StorageException>(() => work);
            error.Kind.ShouldBe(StorageErrorKind.Timeout);
            error.IsTransient.ShouldBeTrue();
        }

        rig.Time.Pending.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_probe_that_hangs_is_unhealthy()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Probe, FaultKind.Hang));
        var work = rig.Backend.ProbeAsync(ProbeOptions.Default, Rig.Ct);
        rig.Time.Advance(TimeSpan.FromSeconds(10));

        var probe = await work;
        (probe.Healthy, probe.Error!.Kind).ShouldBe((false, StorageErrorKind.Timeout));
    }

    [Fact]
    public async Task A_large_delete_has_the_time_of_its_batches()
    {
        var rig = new Rig(
            (inner, time) => new TryTimeoutBackend(inner, Options, time),
            new MemoryBackendOptions { Capabilities = MemoryBackendOptions.AllCapabilities with { Delete = new DeleteCapabilities { BatchSize = 2 } } });
        rig.Faults.Add(new Fault(BackendOperation.Delete, FaultKind.Slow) { Delay = TimeSpan.FromSeconds(29) });

        var work = rig.Backend.DeleteAsync([.. Enumerable.Range(0, 5).Select(i => Rig.Key($"{i}"))], DeleteOptions.Default, Rig.Ct);
        rig.Time.Advance(TimeSpan.FromSeconds(29));

        (await work).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_long_transfer_is_not_late_and_a_silent_one_is()
    {
        var rig = Make();
        await rig.SeedAsync("o", Rig.Bytes(1000));
        rig.Faults.Add(new Fault(BackendOperation.Read, FaultKind.Hang) { AfterBytes = 900 });
        await using var read = await rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct);
        var buffer = new byte[9];

        for (var i = 0; i < 100; i++)
        {
            await read.Content.ReadExactlyAsync(buffer, Rig.Ct);
            rig.Time.Advance(TimeSpan.FromHours(1));
        }

        var silent = read.Content.ReadAsync(buffer, Rig.Ct).AsTask();
        rig.Time.Advance(TimeSpan.FromSeconds(19));
        silent.IsCompleted.ShouldBeFalse();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await Should.ThrowAsync<StorageException>(() => silent)).Kind.ShouldBe(StorageErrorKind.Timeout);
    }

    [Fact]
    public async Task A_source_that_lets_a_write_wait_is_not_the_backends_silence()
    {
        var rig = Make();
        var pipe = new Pipe();
        var write = rig.Backend.WriteAsync(Rig.Key(), pipe.Reader, WriteOptions.Default, Rig.Ct);
        for (var i = 0; i < 5; i++)
        {
            await pipe.Writer.WriteAsync(Rig.Bytes(10), Rig.Ct);
            await WaitUntilTakenAsync(rig);
            rig.Time.Advance(TimeSpan.FromHours(1));
        }

        await pipe.Writer.CompleteAsync();
        (await write).Stat.Size.ShouldBe(50);
    }

    [Fact]
    public async Task A_backend_that_takes_no_more_content_is_timed_out_and_stores_nothing()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Write, FaultKind.Hang) { AfterBytes = 500 });
        var write = rig.Backend.WriteAsync(Rig.Key(), Rig.Reader(Rig.Bytes(1000)), WriteOptions.Default, Rig.Ct);
        await rig.Faults.Hanging.WaitAsync(Rig.Ct);

        rig.Time.Advance(TimeSpan.FromSeconds(20));

        (await Should.ThrowAsync<StorageException>(() => write)).Kind.ShouldBe(StorageErrorKind.Timeout);
        (await rig.NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_and_a_copy_have_their_own_longer_time()
    {
        var rig = Make();
        await rig.SeedAsync("o", []);
        rig.Faults.Add(new Fault(BackendOperation.Copy, FaultKind.Hang), new Fault(BackendOperation.Commit, FaultKind.Hang));
        await using var session = await rig.Backend.BeginWriteAsync(Rig.Key("p"), WriteOptions.Default, Rig.Ct);
        await session.WritePartAsync(1, Rig.Reader([1]), 1, Rig.Ct);

        foreach (var call in new Func<Task>[] { () => rig.Backend.CopyAsync(Rig.Key(), Rig.Key("q"), CopyOptions.Default, Rig.Ct), () => session.CommitAsync(Rig.Ct) })
        {
            var work = call();
            rig.Time.Advance(TimeSpan.FromSeconds(29));
            work.IsCompleted.ShouldBeFalse();
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            (await Should.ThrowAsync<StorageException>(() => work)).Kind.ShouldBe(StorageErrorKind.Timeout);
        }
    }

    [Fact]
    public async Task A_page_that_does_not_come_is_timed_out_and_a_slow_consumer_is_not()
    {
        var rig = Make();
        await rig.SeedAsync("a", []);
        await rig.SeedAsync("b", []);
        rig.Faults.Add(new Fault(BackendOperation.List, FaultKind.Hang) { AfterBytes = 1 });
        await using var list = rig.Backend.ListAsync(ListOptions.Default, Rig.Ct).GetAsyncEnumerator(Rig.Ct);
        (await list.MoveNextAsync()).ShouldBeTrue();
        rig.Time.Advance(TimeSpan.FromHours(1));

        var next = list.MoveNextAsync().AsTask();
        await rig.Faults.Hanging.WaitAsync(Rig.Ct);
        rig.Time.Advance(TimeSpan.FromSeconds(20));

        (await Should.ThrowAsync<StorageException>(() => next)).Kind.ShouldBe(StorageErrorKind.Timeout);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_the_callers()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Hang));
        using var cancel = new CancellationTokenSource();
        var work = rig.Backend.StatAsync(Rig.Key(), StatOptions.Default, cancel.Token);

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => work)).CancellationToken.ShouldBe(cancel.Token);
    }

    [Fact]
    public async Task All_tries_together_are_bounded()
    {
        var rig = new Rig((inner, time) => new OverallTimeoutBackend(inner, Options, time));
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Hang));
        var work = rig.StatAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(15));

        (await Should.ThrowAsync<StorageException>(() => work)).Kind.ShouldBe(StorageErrorKind.Timeout);
    }

    // The timer is set again while the write waits for its source: none is pending then.
    private static async Task WaitUntilTakenAsync(Rig rig)
    {
        while (rig.Time.Pending.Count > 0)
        {
            await Task.Yield();
        }
    }
}
