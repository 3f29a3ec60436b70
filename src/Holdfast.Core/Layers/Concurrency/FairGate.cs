namespace Holdfast.Layers.Concurrency;

/// <summary>Lets so many in at once; the others wait and are let in strictly in the order in which they came.</summary>
internal sealed class FairGate(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _free = places;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for a place, which the caller gives back by <see cref="Leave"/>. A cancelled wait takes none.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return ValueTask.CompletedTask;
            }

            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return new ValueTask(WaitAsync(turn, cancellationToken));
    }

    /// <summary>Gives a place back: to the first that waits, if any.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (_waiting.First is not { } first)
            {
                _free++;
                return;
            }

            _waiting.RemoveFirst();
            first.Value.SetResult();
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_gate)
                {
                    // When it has left the queue its turn has come, and the place is its own.
                    if (turn.List is null)
                    {
                        return;
                    }

                    _waiting.Remove(turn);
                }

                turn.Value.SetCanceled(cancellationToken);
            },
            null);
        await turn.Value.Task.ConfigureAwait(false);
    }
}
