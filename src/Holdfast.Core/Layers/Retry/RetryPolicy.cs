using System.Runtime.ExceptionServices;
using Holdfast.Errors;
using Holdfast.Layers.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Holdfast.Layers.Retry;

/// <summary>When and how often something is tried again. What may be tried again is decided by the caller for each operation.</summary>
internal sealed class RetryPolicy
{
    private readonly ResiliencePipeline _pipeline;
    private readonly BackendLayerOptions _layers;

    public RetryPolicy(string backend, BackendLayerOptions layers, TimeProvider time)
    {
        _layers = layers;
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (layers.MaxAttempts > 1)
        {
            var retry = new RetryStrategyOptions
            {
                MaxRetryAttempts = layers.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = layers.RetryDelay,
                MaxDelay = layers.MaxRetryDelay,
                ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception is StorageException),
                DelayGenerator = args => new ValueTask<TimeSpan?>((args.Outcome.Exception as StorageException)?.RetryAfter),
                OnRetry = _ =>
                {
                    BackendInstruments.Retried(backend);
                    return ValueTask.CompletedTask;
                },
            };
            if (layers.Jitter is not null)
            {
                retry.Randomizer = layers.Jitter;
            }

            builder.AddRetry(retry);
        }

        _pipeline = builder.Build();
    }

    /// <summary>Whether the error may pass by itself. An open breaker will not close within our delays, and the caller has something better to do.</summary>
    public bool MayPass(StorageException error) =>
        error.IsTransient && !(error.RetryAfter > _layers.MaxRetryAfter) && error.InnerException is not BrokenCircuitException;

    /// <summary>Tries until it succeeds, fails for good, or was tried often enough; then the error says that retries are exhausted.</summary>
    /// <param name="attempt">One try.</param>
    /// <param name="repeatable">Whether the operation may be repeated after that error (<see cref="MayPass"/> is asked too).</param>
    /// <param name="cancellationToken">Stops tries and delays.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<StorageException, bool> repeatable, CancellationToken cancellationToken)
    {
        try
        {
            var (value, final) = await _pipeline.ExecuteAsync<(T? Value, ExceptionDispatchInfo? Final)>(
                async _ =>
                {
                    try
                    {
                        return (await attempt().ConfigureAwait(false), null);
                    }
                    catch (StorageException error) when (!MayPass(error) || !repeatable(error))
                    {
                        // As a value it ends the tries; thrown it would be tried again.
                        return (default, ExceptionDispatchInfo.Capture(error));
                    }
                },
                cancellationToken).ConfigureAwait(false);
            final?.Throw();
            return value!;
        }
        catch (StorageException error) when (MayPass(error) && repeatable(error))
        {
            throw error.AfterRetries();
        }
    }
}
