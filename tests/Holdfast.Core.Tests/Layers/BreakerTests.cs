using Holdfast.Backends;
using Holdfast.Conformance.Doubles;
using Holdfast.Errors;
using Holdfast.Layers;
using Holdfast.Layers.Breaker;

namespace Holdfast.Tests.Layers;

public sealed class BreakerTests
{
    private static readonly BackendLayerOptions Options = new() { BreakerMinimumTries = 4, BreakerPause = TimeSpan.FromSeconds(15) };

    private static Rig Make() => new((inner, time) => new BreakerBackend(inner, Options, time));

    private static BreakerState State(Rig rig) => BackendLayers.Breaker(rig.Backend)!.State;

    private static async Task OpenAsync(Rig rig)
    {
        rig.Faults.Add(Fault.Down());
        for (var i = 0; i < Options.BreakerMinimumTries; i++)
        {
            await Should.ThrowAsync<StorageException>(() => rig.StatAsync());
        }

        State(rig).Status.ShouldBe(BreakerStatus.Open);
    }

    [Fact]
    public async Task It_opens_after_failures_and_then_answers_at_once()
    {
        var rig = Make();
        State(rig).ShouldBe(new BreakerState(BreakerStatus.Closed, rig.Time.GetUtcNow(), null));
        await OpenAsync(rig);
        var calls = rig.Faults.Calls(BackendOperation.Stat);
        rig.Time.Advance(TimeSpan.FromSeconds(5));

        var error = await Should.ThrowAsync<StorageException>(() => rig.StatAsync());

        (error.Kind, error.IsTransient, error.RetryAfter).ShouldBe((StorageErrorKind.Unavailable, true, TimeSpan.FromSeconds(10)));
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(calls);
        State(rig).LastError!.Kind.ShouldBe(StorageErrorKind.Unavailable);
        State(rig).Since.ShouldBe(rig.Time.GetUtcNow() - TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_says_nothing_about_the_backend_does_not_count()
    {
        var rig = Make();
        rig.Faults.Add(new Fault(BackendOperation.Copy, FaultKind.Before) { Times = int.MaxValue, Error = () => StorageErrors.RateLimited("b") });
        for (var i = 0; i < 50; i++)
        {
            await Should.ThrowAsync<StorageException>(() => rig.StatAsync("missing"));
            await Should.ThrowAsync<StorageException>(() => rig.Backend.CopyAsync(Rig.Key(), Rig.Key("p"), CopyOptions.Default, Rig.Ct));
            await Should.ThrowAsync<OperationCanceledException>(() => rig.Backend.StatAsync(Rig.Key(), StatOptions.Default, new CancellationToken(true)));
        }

        State(rig).Status.ShouldBe(BreakerStatus.Closed);
    }

    [Fact]
    public async Task After_the_pause_one_call_is_let_through_and_closes_it()
    {
        var rig = Make();
        await rig.SeedAsync("o", []);
        await OpenAsync(rig);
        rig.Time.Advance(TimeSpan.FromSeconds(15));
        State(rig).Status.ShouldBe(BreakerStatus.HalfOpen);
        rig.Faults.Heal();
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Slow) { Delay = TimeSpan.FromSeconds(1) });

        var trial = rig.StatAsync();
        var other = await Should.ThrowAsync<StorageException>(() => rig.StatAsync());
        other.Kind.ShouldBe(StorageErrorKind.Unavailable);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await trial;

        State(rig).Status.ShouldBe(BreakerStatus.Closed);
        (await rig.StatAsync()).Size.ShouldBe(0);
    }

    [Fact]
    public async Task A_trial_that_fails_or_is_cancelled_opens_it_again()
    {
        var rig = Make();
        await OpenAsync(rig);
        rig.Time.Advance(TimeSpan.FromSeconds(15));
        await Should.ThrowAsync<StorageException>(() => rig.StatAsync());
        State(rig).Status.ShouldBe(BreakerStatus.Open);

        rig.Time.Advance(TimeSpan.FromSeconds(15));
        rig.Faults.Heal();
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Hang));
        using var cancel = new CancellationTokenSource();
        var trial = rig.Backend.StatAsync(Rig.Key(), StatOptions.Default, cancel.Token);
        await rig.Faults.Hanging.WaitAsync(Rig.Ct);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => trial);

        State(rig).Status.ShouldBe(BreakerStatus.Open);
    }

    [Fact]
    public async Task A_healthy_probe_closes_it_and_failed_ones_open_it()
    {
        var rig = Make();
        await OpenAsync(rig);
        (await rig.Backend.ProbeAsync(ProbeOptions.Default, Rig.Ct)).Healthy.ShouldBeFalse();
        rig.Faults.Heal();

        (await rig.Backend.ProbeAsync(ProbeOptions.Default, Rig.Ct)).Healthy.ShouldBeTrue();
        State(rig).Status.ShouldBe(BreakerStatus.Closed);
        State(rig).LastError.ShouldNotBeNull();

        rig.Faults.Add(Fault.Down());
        for (var i = 0; i < 4; i++)
        {
            await rig.Backend.ProbeAsync(ProbeOptions.Default, Rig.Ct);
        }

        State(rig).Status.ShouldBe(BreakerStatus.Open);
    }

    [Fact]
    public async Task Bodies_lists_and_batches_that_break_count_too()
    {
        foreach (var broken in new Func<Rig, Task>[]
        {
            rig => rig.GetAsync(),
            rig => rig.NamesAsync(),
            rig => rig.Backend.DeleteAsync([Rig.Key("x"), Rig.Key("y")], DeleteOptions.Default, Rig.Ct),
        })
        {
            var rig = Make();
            await rig.SeedAsync("o", Rig.Bytes(100));
            await rig.SeedAsync("p", Rig.Bytes(100));
            rig.Faults.Add(
                new Fault(BackendOperation.Read, FaultKind.Midway) { AfterBytes = 10, Times = int.MaxValue },
                new Fault(BackendOperation.List, FaultKind.Midway) { AfterBytes = 1, Times = int.MaxValue },
                new Fault(BackendOperation.Delete, FaultKind.Midway) { Times = int.MaxValue });
            for (var i = 0; i < 8 && State(rig).Status == BreakerStatus.Closed; i++)
            {
                await Record.ExceptionAsync(() => broken(rig));
            }

            State(rig).Status.ShouldBe(BreakerStatus.Open);
            State(rig).LastError.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task In_the_whole_stack_an_open_breaker_ends_the_tries_at_once()
    {
        var rig = new Rig((inner, time) => BackendLayers.Wrap(inner, new BackendLayerOptions { MaxAttempts = 4, BreakerMinimumTries = 3, Jitter = () => 0.5 }, time));
        rig.Faults.Add(Fault.Down());

        var work = rig.StatAsync();
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, rig.Time.WhenPendingAsync(2, Rig.Ct));
            rig.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var error = await Should.ThrowAsync<StorageException>(() => work);
        error.Kind.ShouldBe(StorageErrorKind.Unavailable);
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(3);

        await Should.ThrowAsync<StorageException>(() => rig.StatAsync());
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(3);
        BackendLayers.Breaker(rig.Backend)!.State.Status.ShouldBe(BreakerStatus.Open);
    }
}
