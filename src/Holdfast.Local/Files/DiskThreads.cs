using System.Threading.Channels;

namespace Holdfast.Local.Files;

/// <summary>
/// A few threads of our own for calls that wait for the disk. On the shared pool a burst of syncs would take every thread and stop
/// requests that have nothing to do with the disk.
/// </summary>
internal sealed class DiskThreads(int most) : IDisposable
{
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>();
    private int _threads;
    private int _idle;

    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Work()
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

        ObjectDisposedException.ThrowIf(!_work.Writer.TryWrite(Work), typeof(LocalBackend));

        if (Volatile.Read(ref _idle) == 0)
        {
            StartOne();
        }

        return done.Task;
    }

    public void Dispose() => _work.Writer.TryComplete();

    private void StartOne()
    {
        if (Interlocked.Increment(ref _threads) > most)
        {
            Interlocked.Decrement(ref _threads);
            return;
        }

        new Thread(Loop, maxStackSize: 256 * 1024) { IsBackground = true, Name = "holdfast disk" }.Start();
    }

    private void Loop()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            bool more;
            try
            {
                more = _work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();
            }
            finally
            {
                Interlocked.Decrement(ref _idle);
            }

            if (!more)
            {
                return;
            }

            while (_work.Reader.TryRead(out var work))
            {
                work();
            }
        }
    }
}
