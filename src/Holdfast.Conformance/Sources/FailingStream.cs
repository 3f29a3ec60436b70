namespace Holdfast.Conformance;

/// <summary>Gives so many bytes and then fails.</summary>
internal sealed class FailingStream(long after) : SourceStream
{
    private long _left = after;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            throw new SourceException();
        }

        var give = (int)Math.Min(_left, buffer.Length);
        buffer.Span[..give].Fill(7);
        _left -= give;
        return new ValueTask<int>(give);
    }

    internal sealed class SourceException() : IOException("The source failed.");
}
