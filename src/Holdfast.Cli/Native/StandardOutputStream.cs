using System.Runtime.InteropServices;
using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Native;

/// <summary>
/// Standard output by plain <c>write</c>. The framework's own console stream swallows a broken pipe, so that
/// <c>holdfast ls | head</c> would list a million objects for nobody.
/// </summary>
internal sealed class StandardOutputStream(int file) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var done = 0;
            while (done < buffer.Length)
            {
                var written = LibC.Write(file, start + done, (nuint)(buffer.Length - done));
                if (written >= 0)
                {
                    done += (int)written;
                    continue;
                }

                WaitOrThrow(Marshal.GetLastPInvokeError());
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A full pipe blocks until its reader takes something; Ctrl-C must get through meanwhile.
        return new ValueTask(Task.Run(() => Write(buffer.Span), cancellationToken).WaitAsync(cancellationToken));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private unsafe void WaitOrThrow(int error)
    {
        switch (error)
        {
            case LibC.Interrupted:
                return;
            case LibC.TryAgain:
                var entry = new LibC.PollEntry { File = file, Wanted = LibC.PollOut };
                _ = LibC.Poll(&entry, 1, -1);
                return;
            case LibC.BrokenPipe:
                throw new BrokenPipeException();
            default:
                throw new IOException($"Could not write to standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
