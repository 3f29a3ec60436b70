using System.Diagnostics.Metrics;
using System.Reflection;
using Holdfast.Backends;
using Holdfast.Conformance.Doubles;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Tests.Layers;

public sealed class StackTests
{
    public static TheoryData<string> Layers() =>
        [.. typeof(DelegatingBackend).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DelegatingBackend))).Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_layer_says_for_each_verb_what_it_does(string layer)
    {
        var type = typeof(DelegatingBackend).Assembly.GetType(layer)!;
        var verbs = typeof(IBackend).GetMethods().Where(m => !m.IsSpecialName).Select(m => m.Name);
        var declared = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name);

        verbs.Except(declared).ShouldBeEmpty("forwarding is said too, by an override");
    }

    [Fact]
    public void The_delegating_backend_forwards_every_member_of_the_interface()
    {
        var virtuals = typeof(DelegatingBackend).GetMethods().Where(m => m.IsVirtual).Select(m => m.Name).ToHashSet();

        typeof(IBackend).GetMethods().Select(m => m.Name).Except(virtuals).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_lies_below_the_layers_can_be_reached()
    {
        await using var linked = new LinkedBackend(new MemoryBackend());
        var stack = BackendLayers.Wrap(linked, BackendLayerOptions.Default, TimeProvider.System);

        BackendLayers.Find<ILinkedViews>(stack).ShouldBeSameAs(linked);
        BackendLayers.Find<MemoryBackend>(stack).ShouldNotBeNull();
        BackendLayers.Find<IBreaker>(stack).ShouldNotBeNull();
        BackendLayers.Find<FaultBackend>(stack).ShouldBeNull();
        stack.Descriptor.ShouldBeSameAs(linked.Descriptor);
    }

    [Fact]
    public async Task Once_makes_each_call_once()
    {
        var rig = new Rig((inner, time) => BackendLayers.Wrap(inner, BackendLayerOptions.Default, time));
        await rig.SeedAsync("o", []);
        rig.Faults.Add(new Fault(BackendOperation.Copy, FaultKind.Before));

        await Should.ThrowAsync<StorageException>(() => BackendLayers.Once(rig.Backend).CopyAsync(Rig.Key(), Rig.Key("p"), CopyOptions.Default, Rig.Ct));

        rig.Faults.Calls(BackendOperation.Copy).ShouldBe(1);
        BackendLayers.Once(rig.Memory).ShouldBeSameAs(rig.Memory);
    }

    [Fact]
    public async Task A_refused_option_reaches_nobody()
    {
        var rig = new Rig((inner, time) => BackendLayers.Wrap(inner, BackendLayerOptions.Default, time), new MemoryBackendOptions { Capabilities = MemoryBackendOptions.LeastCapabilities });

        await Should.ThrowAsync<StorageException>(() => rig.PutAsync("o", "x", new WriteOptions { IfAbsent = true }));
        await Should.ThrowAsync<StorageException>(() => rig.Backend.BeginWriteAsync(Rig.Key(), WriteOptions.Default, Rig.Ct));

        rig.Faults.Calls(BackendOperation.Write).ShouldBe(0);
        rig.Faults.Calls(BackendOperation.BeginWrite).ShouldBe(0);
    }

    [Fact]
    public async Task An_error_tells_the_operation_and_the_backend_that_failed()
    {
        var rig = new Rig((inner, time) => BackendLayers.Wrap(inner, new BackendLayerOptions { MaxAttempts = 1 }, time));
        rig.Faults.Add(new Fault(BackendOperation.WritePart, FaultKind.Before) { Error = () => StorageErrors.OutcomeUnknown("cut") });
        await using var session = await rig.Backend.BeginWriteAsync(Rig.Key(), WriteOptions.Default, Rig.Ct);

        var error = await Should.ThrowAsync<StorageException>(() => session.WritePartAsync(1, Rig.Reader([1]), 1, Rig.Ct));

        (error.Operation, error.Backend).ShouldBe(("writePart", "memory"));
        (await Should.ThrowAsync<StorageException>(() => rig.StatAsync("missing"))).Operation.ShouldBe("stat");
    }

    [Fact]
    public async Task Disposing_the_stack_disposes_the_backend_and_ends_all_calls()
    {
        var rig = new Rig((inner, time) => BackendLayers.Wrap(inner, BackendLayerOptions.Default, time));
        await rig.Backend.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => rig.StatAsync());
        await Should.ThrowAsync<ObjectDisposedException>(() => rig.Memory.StatAsync(Rig.Key(), StatOptions.Default, Rig.Ct));
        rig.Faults.Calls(BackendOperation.Stat).ShouldBe(0);
    }

    [Fact]
    public async Task What_happens_is_measured_by_few_labels()
    {
        var seen = new List<(string Name, double Value, Dictionary<string, object?> Tags)>();
        var name = $"measured-{Guid.NewGuid():n}";
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == BackendLayers.TelemetryName)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var map = new Dictionary<string, object?>(tags.ToArray());
            if ((string?)map["backend"] == name)
            {
                lock (seen)
                {
                    seen.Add((instrument.Name, value, map));
                }
            }
        }

        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Note(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, v, t, _) => Note(i, v, t));
        listener.Start();
        var rig = new Rig((inner, time) => BackendLayers.Wrap(inner, BackendLayerOptions.Default, time), new MemoryBackendOptions { Name = name });

        await rig.PutAsync("o", "12345");
        await rig.GetAsync();
        await rig.NamesAsync();
        await Should.ThrowAsync<StorageException>(() => rig.StatAsync("missing"));

        seen.Where(m => m.Name == "holdfast.backend.bytes_in").Sum(m => m.Value).ShouldBe(5);
        seen.Where(m => m.Name == "holdfast.backend.bytes_out").Sum(m => m.Value).ShouldBe(5);
        seen.Where(m => m.Name == "holdfast.backend.operations").Select(m => $"{m.Tags["operation"]} {m.Tags["outcome"]}").ShouldBe(["Write ok", "Read ok", "List ok", "Stat NotFound"]);
        seen.Single(m => m.Name == "holdfast.backend.errors").Tags["kind"].ShouldBe("NotFound");
        seen.SelectMany(m => m.Tags.Keys).Distinct().ShouldBe(["backend", "operation", "outcome", "kind"], ignoreOrder: true);
    }

    private sealed class LinkedBackend(IBackend inner) : DelegatingBackend(inner), ILinkedViews
    {
        public Task<ViewLook> LookAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromResult(new ViewLook(ViewState.Absent, null, null));

        public bool Shows(ObjectKey key, string identity) => false;

        public Task<ViewOutcome> PublishAsync(ObjectKey home, ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillWanted, CancellationToken cancellationToken) => Task.FromResult(ViewOutcome.Done);

        public Task<ViewOutcome> RemoveAsync(ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillUnwanted, CancellationToken cancellationToken) => Task.FromResult(ViewOutcome.Done);

        public Task<bool> AdoptAsync(ObjectKey key, ObjectKey home, Func<ObjectStat, CancellationToken, ValueTask<bool>> commit, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<string?> QuarantineAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<int> RecoverAsync(CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
