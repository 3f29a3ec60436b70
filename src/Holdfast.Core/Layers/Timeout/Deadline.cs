using Holdfast.Errors;

namespace Holdfast.Layers.Timeout;

/// <summary>A token that is cancelled by the caller or when time is up, and knows which it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly string _backend;
    private long _afterTicks;

    public Deadline(string backend, TimeSpan after, TimeProvider time, CancellationToken caller)
    {
        (_backend, _caller, _afterTicks) = (backend, caller, after.Ticks);
        _timer = new CancellationTokenSource(after, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Gives so much time from now on.</summary>
    public void Restart(TimeSpan after)
    {
        Interlocked.Exchange(ref _afterTicks, after.Ticks);
        _timer.CancelAfter(after);
    }

    /// <summary>Time does not count until it is restarted.</summary>
    public void Pause() => _timer.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);

    /// <summary>Runs work under the deadline; when time was up, and not the caller, that is a Timeout.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return await work(Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (_timer.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw StorageErrors.Timeout(_backend, new TimeSpan(Interlocked.Read(ref _afterTicks)), cancelled);
        }
        catch (OperationCanceledException cancelled) when (_caller.IsCancellationRequested)
        {
            // The token inside is ours; the caller knows its own.
            throw new OperationCanceledException(cancelled.Message, cancelled, _caller);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
