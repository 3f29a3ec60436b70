using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Reading;

/// <summary>
/// A part of an open file. Reads go straight into the caller's memory on the caller's thread: the page cache answers faster than a
/// thread can be woken. A file that ends early is an error, never a short body.
/// </summary>
internal sealed class FileContent(LocalVolume volume, ObjectKey key, SafeFileHandle file, long offset, long length) : Stream
{
    private readonly long _begin = offset;
    private readonly long _end = offset + length;
    private long _position = offset;

    public override bool CanRead => !file.IsClosed;

    public override bool CanSeek => !file.IsClosed;

    public override bool CanWrite => false;

    public override long Length => _end - _begin;

    public override long Position
    {
        get => _position - _begin;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Length);
            _position = _begin + value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        if (buffer.Length > _end - _position)
        {
            buffer = buffer[..(int)(_end - _position)];
        }

        if (buffer.IsEmpty)
        {
            return 0;
        }

        volume.Check(volume.Files.Read(file, buffer, _position, out var read), "read", key);
        if (read == 0)
        {
            throw StorageErrors.IntegrityMismatch(key, $"the file ends {_end - _position} bytes early.", volume.Name).With("read", key, volume.Name);
        }

        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        try
        {
            return new ValueTask<int>(Read(buffer.Span));
        }
        catch (StorageException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
