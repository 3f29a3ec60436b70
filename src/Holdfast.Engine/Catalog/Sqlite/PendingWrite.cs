namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>One piece of work that waits for the writer.</summary>
internal abstract class PendingWrite
{
    /// <summary>The caller's wish to stop; counts only before the work begins.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Why the work failed; null when it is good so far.</summary>
    public Exception? Failure { get; protected set; }

    /// <summary>Runs the work and keeps its result or failure; tells the caller nothing yet.</summary>
    public abstract Task RunAsync(CatalogSession session);

    /// <summary>Tells the caller that the work is committed, or why it failed.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that the work did not happen, or may not have.</summary>
    public abstract void Fail(Exception error);

    internal sealed class Of<T>(Func<CatalogSession, Task<T>> work) : PendingWrite
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Task => _done.Task;

        public override async Task RunAsync(CatalogSession session)
        {
            Failure = null;
            try
            {
                _result = await work(session);
            }
#pragma warning disable CA1031 // It is given to the caller that it belongs to.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Failure = error;
            }
        }

        public override void Complete()
        {
            if (Failure is null)
            {
                _done.TrySetResult(_result);
            }
            else
            {
                Fail(Failure);
            }
        }

        public override void Fail(Exception error)
        {
            // What failed by itself failed for certain, whatever became of its group.
            var reason = Failure ?? error;
            if (reason is OperationCanceledException cancelled)
            {
                _done.TrySetCanceled(cancelled.CancellationToken);
            }
            else
            {
                _done.TrySetException(reason is Microsoft.Data.Sqlite.SqliteException sqlite ? SqliteErrorMap.Map(sqlite) : reason);
            }
        }
    }
}
