namespace Holdfast.Local.Files;

/// <summary>
/// A few threads of our own for calls that wait for the disk. On the shared pool a burst of syncs would take every thread and stop
/// requests that have nothing to do with the disk. They wait on a monitor, which does not spin: a sync takes far longer than waking up.
/// </summary>
internal sealed class DiskThreads(int most) : IDisposable
{
    private readonly Queue<Action> _work = new();
    private int _threads;
    private int _idle;
    private bool _closed;

    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = false;
        lock (_work)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(LocalBackend));
            _work.Enqueue(() => Complete(done, call));
            if (_work.Count > _idle && _threads < most)
            {
                _threads++;
                start = true;
            }
            else
            {
                Monitor.Pulse(_work);
            }
        }

        if (start)
        {
            new Thread(Loop, maxStackSize: 256 * 1024) { IsBackground = true, Name = "holdfast disk" }.Start();
        }

        return done.Task;
    }

    /// <summary>Lets the threads end once all that was asked for is done.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _closed = true;
            Monitor.PulseAll(_work);
        }
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> call)
    {
        try
        {
            done.SetResult(call());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void Loop()
    {
        while (true)
        {
            Action work;
            lock (_work)
            {
                while (_work.Count == 0)
                {
                    if (_closed)
                    {
                        return;
                    }

                    _idle++;
                    Monitor.Wait(_work);
                    _idle--;
                }

                work = _work.Dequeue();
            }

            work();
        }
    }
}
