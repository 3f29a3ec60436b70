using System.Runtime.CompilerServices;
using Holdfast.Errors;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Jobs;

/// <summary>Runs waiting jobs, a few at once, and answers for all of them.</summary>
internal sealed class JobRunner(EngineContext engine, JobStore store, IReadOnlyList<IJobHandler> handlers) : IJobs, IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<JobRunner>();
    private readonly SemaphoreSlim _wake = new(0, AtOnce);
    private TaskCompletionSource _ended = NewSignal();

    public async Task<JobInfo> SubmitAsync(string kind, string arguments, string? owner, CancellationToken cancellationToken)
    {
        HandlerOf(kind).Check(arguments);
        var job = await store.AddAsync(kind, arguments, owner, cancellationToken);
        Wake();
        return job;
    }

    public Task<JobInfo?> FindAsync(string id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public Task<JobPage> ListAsync(int limit, string? cursor, CancellationToken cancellationToken) => store.ListAsync(limit, cursor, cancellationToken);

    public Task<JobInfo> CancelAsync(string id, CancellationToken cancellationToken) => store.CancelAsync(id, cancellationToken);

    public async Task<JobInfo> RetryAsync(string id, CancellationToken cancellationToken)
    {
        var job = await store.RetryAsync(id, cancellationToken);
        Wake();
        return job;
    }

    public async Task<JobItemPage> ItemsAsync(string id, string? kind, int limit, string? cursor, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(id, cancellationToken) ?? throw JobStore.Unknown(id);
        return await store.ItemsAsync(id, kind, limit, cursor, cancellationToken);
    }

    public async IAsyncEnumerable<JobInfo> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobInfo? last = null;
        while (true)
        {
            var ended = Volatile.Read(ref _ended).Task;
            var job = await store.FindAsync(id, cancellationToken) ?? throw JobStore.Unknown(id);
            if (job != last)
            {
                yield return last = job;
            }

            if (job.HasEnded)
            {
                yield break;
            }

            await Task.WhenAny(Task.Delay(Look, engine.Time, cancellationToken), ended);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Works until it is stopped. A job that is stopped in the middle is given back.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stopping)));

    public void Dispose() => _wake.Dispose();

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await store.TakeAsync(stopping) is { } taken)
                {
                    await OneAsync(taken.Info, taken.Position, stopping);
                    continue;
                }

                await _wake.WaitAsync(Idle, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StorageException error)
            {
                _log.JobsFailing(error);
                await _wake.WaitAsync(Idle, stopping).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private async Task OneAsync(JobInfo job, string? position, CancellationToken stopping)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = WatchOverAsync(job.Id, cancellation);
        var context = new JobContext(store, job, position, engine.Time, cancellation.Token);
        var (state, reason) = (JobState.Succeeded, (string?)null);
        try
        {
            await HandlerOf(job.Kind).RunAsync(context);
            await context.SaveAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await SaveAsync(context);
            await store.GiveBackAsync(job.Id);
            return;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Where another worker has taken it over, this changes nothing.
            await SaveAsync(context);
            state = JobState.Cancelled;
        }
#pragma warning disable CA1031 // A job that fails says so in its row; the worker goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.JobFailed(job.Kind, job.Id, error);
            (state, reason) = (JobState.Failed, error is StorageException ? error.Message : "an unexpected error; the log has it by this job's id");
        }
        finally
        {
            await cancellation.CancelAsync();
            await watch;
        }

        await store.EndAsync(job.Id, state, reason);

        // Who watches here need not wait for the next look.
        Interlocked.Exchange(ref _ended, NewSignal()).TrySetResult();
    }

    private async Task SaveAsync(JobContext context)
    {
        try
        {
            await context.SaveAsync();
        }
        catch (StorageException error)
        {
            // It goes on from the save before.
            _log.JobsFailing(error);
        }
    }

    /// <summary>Stops the job when someone asks for it or another worker has it, and keeps its lease until then.</summary>
    private async Task WatchOverAsync(string id, CancellationTokenSource cancellation)
    {
        var renewed = engine.Time.GetTimestamp();
        while (true)
        {
            try
            {
                if (await store.ShouldStopAsync(id, cancellation.Token))
                {
                    await cancellation.CancelAsync();
                    return;
                }

                if (engine.Time.GetElapsedTime(renewed) > engine.Options.Lease / 4)
                {
                    await store.RenewAsync(id, cancellation.Token);
                    renewed = engine.Time.GetTimestamp();
                }

                await Task.Delay(Look, engine.Time, cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                // The job has ended.
                return;
            }
            catch (StorageException)
            {
                // The catalog does not answer now; the job's own saves tell of it.
                await Task.Delay(Look, engine.Time, CancellationToken.None);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IJobHandler HandlerOf(string kind) =>
        handlers.FirstOrDefault(h => h.Kind == kind) ?? throw StorageErrors.InvalidArgument($"There is no kind of job '{StorageErrors.Quote(kind)}'.");

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // All workers are awake already.
        }
    }
}
