using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Holdfast.Cli.Client;

/// <summary>A request body that is streamed from a file or a pipe and hashed on its way.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferSize = 256 * 1024;

    /// <summary>How long a server may take to make durable what it was sent: 5 GiB to a slow bucket.</summary>
    private static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(15);

    private readonly Stream _source;
    private readonly long? _length;
    private readonly StallGuard _guard;
    private readonly Action<long> _moved;

    /// <param name="source">Read once, from where it is; not disposed.</param>
    /// <param name="length">How many bytes there are; null when nobody knows (a pipe).</param>
    /// <param name="guard">Told of each sign of life.</param>
    /// <param name="moved">Told of bytes sent.</param>
    public UploadContent(Stream source, long? length, StallGuard guard, Action<long> moved)
    {
        _source = source;
        _length = length;
        _guard = guard;
        _moved = moved;
    }

    /// <summary>Bytes sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes taken from the source; of a pipe they cannot be had again.</summary>
    public long Taken { get; private set; }

    /// <summary>The SHA-256 of what was sent, in lower-case hex; null before the end.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>What went wrong with the source itself; such a failure is not the server's.</summary>
    public Exception? SourceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        int read;
        while ((read = await ReadSourceAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            Sent += read;
            _moved(read);
            _guard.Alive();
        }

        // Not in a finally: after a cancelled write the connection may still hold the buffer.
        ArrayPool<byte>.Shared.Return(buffer);
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        _guard.AliveFor(CommitPatience);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }

    private async ValueTask<int> ReadSourceAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            // A pipe that is slow to give is no sign that the server is dead.
            _guard.AliveFor(Timeout.InfiniteTimeSpan);
            var read = await _source.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken);
            Taken += read;
            _guard.Alive();
            if (_length is { } promised && (read == 0 ? Sent < promised : Sent + read > promised))
            {
                throw new IOException("The file changed its size while it was sent.");
            }

            return read;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            SourceFailure = exception;
            throw;
        }
    }
}
