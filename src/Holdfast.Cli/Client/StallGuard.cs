namespace Holdfast.Cli.Client;

/// <summary>Cancels a transfer when the other end was silent too long. Each sign of life begins the time anew.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _patience;

    /// <param name="patience">How long silence is borne.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">The caller's own cancellation.</param>
    public StallGuard(TimeSpan patience, TimeProvider time, CancellationToken caller)
    {
        _patience = patience;
        _caller = caller;
        _timer = new CancellationTokenSource(patience, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    /// <summary>Cancelled by the caller or by silence.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>Whether silence, not the caller, ended it.</summary>
    public bool HasStalled => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Begins the time anew.</summary>
    public void Alive() => _timer.CancelAfter(_patience);

    /// <summary>Begins the time anew with another patience, once.</summary>
    public void AliveFor(TimeSpan patience) => _timer.CancelAfter(patience);

    /// <summary>The exception of a stall.</summary>
    public TimeoutException Stalled() => new($"The server was silent for {_patience.TotalSeconds:0} seconds.");

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
