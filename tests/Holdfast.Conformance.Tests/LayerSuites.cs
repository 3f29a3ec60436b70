using Holdfast.Backends;
using Holdfast.Conformance;
using Holdfast.Conformance.Doubles;
using Holdfast.Layers;
using Holdfast.Layers.Breaker;
using Holdfast.Layers.Concurrency;
using Holdfast.Layers.Retry;
using Holdfast.Layers.Telemetry;
using Holdfast.Layers.Timeout;

namespace Holdfast.Tests.Conformance;

public sealed class LayerHarness(Func<IBackend, IBackend> layer, bool large = false) : MemoryHarness
{
    public override Tunables Tunables { get; } = new() { LargeSizes = large };

    public static BackendHarness Retry() => new LayerHarness(b => new RetryBackend(b, BackendLayerOptions.Default, TimeProvider.System));

    public static BackendHarness Breaker() => new LayerHarness(b => new BreakerBackend(b, BackendLayerOptions.Default, TimeProvider.System));

    public static BackendHarness Concurrency() => new LayerHarness(b => new ConcurrencyBackend(b, new BackendLayerOptions { MaxOperations = 4, MaxOpenReads = 4 }));

    public static BackendHarness TryTimeout() => new LayerHarness(b => new TryTimeoutBackend(b, BackendLayerOptions.Default, TimeProvider.System));

    public static BackendHarness OverallTimeout() => new LayerHarness(b => new OverallTimeoutBackend(b, BackendLayerOptions.Default, TimeProvider.System));

    public static BackendHarness Telemetry() => new LayerHarness(b => new TelemetryBackend(b, TimeProvider.System));

    public static BackendHarness All() => new LayerHarness(b => BackendLayers.Wrap(b, new BackendLayerOptions { MaxOperations = 8, MaxOpenReads = 8 }, TimeProvider.System), large: true);

    protected override IBackend Wrap(IBackend backend) => base.Wrap(layer(backend));
}
