namespace Holdfast.Conformance;

/// <summary>Gives so many bytes and then waits until it is released or cancelled.</summary>
internal sealed class GatedStream(long before) : SourceStream
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = before;

    public Task Waiting => _waiting.Task;

    public void Release() => _released.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            _waiting.TrySetResult();
            await _released.Task.WaitAsync(cancellationToken);
            return 0;
        }

        var give = (int)Math.Min(_left, buffer.Length);
        buffer.Span[..give].Fill(7);
        _left -= give;
        return give;
    }
}
