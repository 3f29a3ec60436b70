namespace Holdfast.Conformance.Doubles;

/// <summary>Reads a part of a list of chunks, forward only.</summary>
internal sealed class ChunkStream(IReadOnlyList<ReadOnlyMemory<byte>> chunks, long offset, long length) : Stream
{
    private int _chunk;
    private long _skip = offset;
    private long _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_left > 0 && !buffer.IsEmpty)
        {
            var chunk = chunks[_chunk].Span;
            if (_skip >= chunk.Length)
            {
                _skip -= chunk.Length;
                _chunk++;
                continue;
            }

            var take = (int)Math.Min(Math.Min(chunk.Length - _skip, buffer.Length), _left);
            chunk.Slice((int)_skip, take).CopyTo(buffer);
            _skip += take;
            _left -= take;
            return take;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
