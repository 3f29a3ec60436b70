using System.IO.Pipelines;

namespace Holdfast.Engine.Objects;

/// <summary>
/// An object opened for reading. Every block is checked against its CRC32C before any byte of it is given; a replica that fails, before or in the
/// middle, is left for the next one at the same offset.
/// </summary>
public abstract class ObjectReader : IAsyncDisposable
{
    /// <summary>The object that is read.</summary>
    public abstract StoredObject Object { get; }

    /// <summary>Writes a part of the bytes, flushing as it goes. When it throws, fewer bytes were written than asked for, and none of them wrong.</summary>
    /// <param name="destination">Where to; it is not completed.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes; must lie within the object.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public abstract Task CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken);

    /// <summary>The same bytes as a stream, forward only; disposing it does not dispose the reader.</summary>
    public abstract Stream AsStream(long offset, long length);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
