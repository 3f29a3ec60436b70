namespace Holdfast.Layers.Timeout;

/// <summary>A body whose every read must give something in time. Between reads time does not count: the consumer may be slow.</summary>
internal sealed class IdleStream(Stream inner, string backend, TimeSpan idle, TimeProvider time) : DelegatingReadStream(inner)
{
    private Deadline? _deadline;
    private CancellationToken _caller;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_deadline is null || _caller != cancellationToken)
        {
            _deadline?.Dispose();
            _deadline = new Deadline(backend, idle, time, cancellationToken);
            _caller = cancellationToken;
        }
        else
        {
            _deadline.Restart(idle);
        }

        try
        {
            return await _deadline.RunAsync(token => Inner.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false);
        }
        finally
        {
            _deadline.Pause();
        }
    }

    protected override ValueTask OnClosedAsync()
    {
        _deadline?.Dispose();
        return ValueTask.CompletedTask;
    }
}
