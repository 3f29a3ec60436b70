using Holdfast.Backends;
using Holdfast.Layers.Breaker;
using Holdfast.Layers.Concurrency;
using Holdfast.Layers.Guard;
using Holdfast.Layers.Retry;
using Holdfast.Layers.Telemetry;
using Holdfast.Layers.Timeout;

namespace Holdfast.Layers;

/// <summary>Puts the layers around a backend, and finds what lies below them.</summary>
public static class BackendLayers
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string TelemetryName = BackendInstruments.Name;

    /// <summary>
    /// All layers, in the order that the README beside explains: guard, telemetry, overall timeout, retry, breaker, concurrency, timeout per try. A layer
    /// whose options leave it nothing to do is left out.
    /// The result owns the backend: disposing it disposes all.
    /// </summary>
    public static IBackend Wrap(IBackend backend, BackendLayerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var stack = options.HasTimeouts ? new TryTimeoutBackend(backend, options, time) : backend;
        stack = options.HasPlaces ? new ConcurrencyBackend(stack, options) : stack;
        stack = new BreakerBackend(stack, options, time);
        stack = options.MaxAttempts > 1 ? new RetryBackend(stack, options, time) : stack;
        stack = options.HasTimeouts ? new OverallTimeoutBackend(stack, options, time) : stack;
        stack = new TelemetryBackend(stack, time);
        return new GuardBackend(stack);
    }

    /// <summary>The guard alone: options are honoured or refused, nothing is retried or limited.</summary>
    public static IBackend Guard(IBackend backend) => new GuardBackend(backend);

    /// <summary>
    /// The same stack below its retry layer: each call is made once, and breaker, places and timeouts are shared with the stack. For requests whose
    /// every attempt must be accounted for. Options are not checked here; the stack itself without a retry layer is answered as it is. Not to be disposed.
    /// </summary>
    public static IBackend Once(IBackend backend) => Find<RetryBackend>(backend)?.Inner ?? backend;

    /// <summary>The breaker of a stack, or null when it has none.</summary>
    public static IBreaker? Breaker(IBackend backend) => Find<IBreaker>(backend);

    /// <summary>The innermost object of that type in a stack of layers, or null when there is none. It belongs to the stack and is not to be disposed.</summary>
    public static T? Find<T>(IBackend backend)
        where T : class
    {
        T? found = null;
        for (var at = backend; at is not null; at = (at as DelegatingBackend)?.Inner)
        {
            found = at as T ?? found;
        }

        return found;
    }
}
