using Holdfast.Backends;
using Holdfast.Conformance.Doubles;
using Holdfast.Layers;
using Holdfast.Layers.Concurrency;

namespace Holdfast.Tests.Layers;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Turns_come_in_the_order_of_arrival_and_a_cancelled_one_is_passed_over()
    {
        var gate = new FairGate(1);
        await gate.EnterAsync(Rig.Ct);
        using var cancel = new CancellationTokenSource();
        var first = gate.EnterAsync(cancel.Token).AsTask();
        var second = gate.EnterAsync(Rig.Ct).AsTask();
        var third = gate.EnterAsync(Rig.Ct).AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        gate.Waiting.ShouldBe(2);

        gate.Leave();
        await second;
        third.IsCompleted.ShouldBeFalse();
        gate.Leave();
        await third;
        gate.Leave();
        gate.EnterAsync(Rig.Ct).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task An_open_body_holds_its_place_until_it_is_disposed()
    {
        var rig = new Rig((inner, _) => new ConcurrencyBackend(inner, new BackendLayerOptions { MaxOpenReads = 2 }));
        await rig.SeedAsync("o", Rig.Bytes(100));
        var one = await rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct);
        var two = await rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct);

        var three = rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct);
        three.IsCompleted.ShouldBeFalse();
        (await rig.StatAsync()).Size.ShouldBe(100);
        await one.DisposeAsync();
        await one.DisposeAsync();
        var got = await three;
        rig.Backend.ReadAsync(Rig.Key(), ReadOptions.Default, Rig.Ct).IsCompleted.ShouldBeFalse("disposing twice gives one place back");
        await two.DisposeAsync();
        await got.DisposeAsync();
    }

    [Fact]
    public async Task A_failed_opening_gives_its_place_back()
    {
        var rig = new Rig((inner, _) => new ConcurrencyBackend(inner, new BackendLayerOptions { MaxOpenReads = 1, MaxOperations = 1 }));
        for (var i = 0; i < 5; i++)
        {
            await Should.ThrowAsync<Holdfast.Errors.StorageException>(() => rig.GetAsync("missing"));
            await Should.ThrowAsync<Holdfast.Errors.StorageException>(() => rig.StatAsync("missing"));
        }

        ((ConcurrencyBackend)rig.Backend).Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task No_more_operations_run_at_once_than_allowed()
    {
        var rig = new Rig((inner, _) => new ConcurrencyBackend(inner, new BackendLayerOptions { MaxOperations = 3 }));
        await rig.SeedAsync("o", []);
        rig.Faults.Add(new Fault(BackendOperation.Stat, FaultKind.Slow) { Delay = TimeSpan.FromSeconds(1), Times = int.MaxValue });

        var work = Enumerable.Range(0, 10).Select(_ => rig.StatAsync()).ToList();
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(3);
        await rig.Time.DriveAsync(Task.WhenAll(work), Rig.Ct);
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(10);
    }

    [Fact]
    public async Task A_list_lets_its_consumer_use_the_backend()
    {
        var rig = new Rig((inner, _) => new ConcurrencyBackend(inner, new BackendLayerOptions { MaxOperations = 1 }));
        await rig.SeedAsync("a", []);
        await rig.SeedAsync("b", []);
        await foreach (var entry in rig.Backend.ListAsync(ListOptions.Default, Rig.Ct))
        {
            await rig.Backend.DeleteAsync([entry.Stat!.Key], DeleteOptions.Default, Rig.Ct);
        }

        (await rig.NamesAsync()).ShouldBeEmpty();
    }
}
