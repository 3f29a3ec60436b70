using Holdfast.Backends;
using Holdfast.Errors;
using Polly;
using Polly.CircuitBreaker;

namespace Holdfast.Layers.Breaker;

/// <summary>Polly's circuit breaker, told in our words.</summary>
internal sealed class Circuit
{
    private readonly string _backend;
    private readonly TimeProvider _time;
    private readonly TimeSpan _pause;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly CircuitBreakerManualControl _manual = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly Lock _gate = new();
    private DateTimeOffset _since;
    private long _openedAt;
    private StorageException? _lastError;

    public Circuit(string backend, BackendLayerOptions layers, TimeProvider time)
    {
        (_backend, _time, _pause, _since) = (backend, time, layers.BreakerPause, time.GetUtcNow());
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = layers.BreakerFailureRatio,
                MinimumThroughput = layers.BreakerMinimumTries,
                SamplingDuration = layers.BreakerWindow,
                BreakDuration = layers.BreakerPause,
                StateProvider = _state,
                ManualControl = _manual,
                ShouldHandle = args => new ValueTask<bool>(Counts(args.Outcome)),
                OnOpened = _ => Changed(opened: true),
                OnClosed = _ => Changed(opened: false),
            })
            .Build();
    }

    public BreakerState State
    {
        get
        {
            lock (_gate)
            {
                var status = _state.CircuitState switch
                {
                    CircuitState.Closed => BreakerStatus.Closed,
                    CircuitState.Open or CircuitState.Isolated when _time.GetElapsedTime(_openedAt) < _pause => BreakerStatus.Open,
                    _ => BreakerStatus.HalfOpen,
                };
                return new BreakerState(status, status == BreakerStatus.HalfOpen ? _since + _pause : _since, _lastError);
            }
        }
    }

    /// <summary>Runs a call when the circuit lets it through, and counts what becomes of it.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(static async (call, _) => await call().ConfigureAwait(false), call, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException broken)
        {
            var left = _pause - _time.GetElapsedTime(_openedAt);
            throw StorageErrors.Unavailable(_backend, "it failed too often just now.", broken, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>Looks on while something that was let through goes on: a body, a list. Success does not count, failure does.</summary>
    public async ValueTask<T> WatchAsync<T>(ValueTask<T> step)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            await ReportAsync(error).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Counts a failure that happened outside of a call.</summary>
    public async ValueTask ReportAsync(StorageException error)
    {
        if (!IsOutage(error))
        {
            return;
        }

        try
        {
            await _pipeline.ExecuteAsync(static (error, _) => ValueTask.FromException(error), error, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception same) when (same is StorageException or BrokenCircuitException)
        {
            // It was counted, or the circuit is open anyway.
        }
    }

    /// <summary>Closes the circuit: the backend was seen to work.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        _state.CircuitState == CircuitState.Closed ? Task.CompletedTask : _manual.CloseAsync(cancellationToken);

    private bool Counts(Outcome<object> outcome)
    {
        var error = outcome.Exception as StorageException ?? (outcome.Result is IReadOnlyList<DeleteResult> { Count: > 0 } results && results.All(r => r.Error is not null) ? results[0].Error : null);
        if (error is not null && IsOutage(error))
        {
            lock (_gate)
            {
                _lastError = error;
            }

            return true;
        }

        // A call that was cancelled proves nothing, so it must not close a half-open circuit.
        return outcome.Exception is OperationCanceledException && _state.CircuitState == CircuitState.HalfOpen;
    }

    private static bool IsOutage(StorageException error) => error.IsTransient && error.Kind != StorageErrorKind.RateLimited;

    private ValueTask Changed(bool opened)
    {
        lock (_gate)
        {
            _since = _time.GetUtcNow();
            _openedAt = opened ? _time.GetTimestamp() : _openedAt;
        }

        return ValueTask.CompletedTask;
    }
}
