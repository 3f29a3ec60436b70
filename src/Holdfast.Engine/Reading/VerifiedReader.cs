using System.Buffers;
using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Engine.Reading;

/// <summary>Reads one version block by block: no byte is given before its block was checked, and a failing replica is left for the next one.</summary>
internal sealed class VerifiedReader(EngineContext engine, Source source, Known known, StoredObject stored) : ObjectReader
{
    private readonly Blocks _blocks = new(known.Version!);
    private readonly ObjectKey _key = stored.Key;
    private readonly CancellationTokenSource _closing = new();
    private Task _filling = Task.CompletedTask;
    private BackendRead? _read;
    private ReplicaRow? _replica;
    private long _begin;
    private long _position;
    private long _end;

    public override StoredObject Object => stored;

    /// <summary>What the catalog said when it was opened, or later when a replica failed.</summary>
    public Known Known => known;

    /// <summary>Opens the first replica that answers, before anything is promised to the caller.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (stored.Size > 0)
        {
            await OpenAtAsync(0, stored.Size, cancellationToken);
        }
    }

    public override async Task CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
    {
        CheckRange(offset, length);
        for (var end = offset + length; offset < end;)
        {
            var given = await NextAsync(destination, offset, end, cancellationToken);
            offset += given;
            var flushed = await destination.FlushAsync(cancellationToken);
            if (flushed.IsCompleted && offset < end)
            {
                throw new OperationCanceledException("The receiver went away.");
            }
        }
    }

    public override Stream AsStream(long offset, long length)
    {
        CheckRange(offset, length);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 2 * ContentHasher.BlockSize, resumeWriterThreshold: ContentHasher.BlockSize, useSynchronizationContext: false));
        _filling = FillAsync(_filling, pipe.Writer, offset, length);
        return pipe.Reader.AsStream();
    }

    public override async ValueTask DisposeAsync()
    {
        // A stream that nobody reads any more would hold the file open.
        await _closing.CancelAsync();
        await _filling;
        await CloseAsync();
        _closing.Dispose();
    }

    private void CheckRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, stored.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, stored.Size - offset);
    }

    private async Task FillAsync(Task before, PipeWriter writer, long offset, long length)
    {
        await before;
        try
        {
            await CopyToAsync(writer, offset, length, _closing.Token);
            await writer.CompleteAsync();
        }
#pragma warning disable CA1031 // The reading end gets it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await writer.CompleteAsync(error);
        }
    }

    /// <summary>Puts the next block's wanted bytes into the destination, from whichever replica has them right; answers how many.</summary>
    private async Task<int> NextAsync(PipeWriter destination, long offset, long end, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return _blocks.Known
                    ? await CheckedAsync(destination, offset, end, cancellationToken)
                    : await UncheckedAsync(destination, offset, end, cancellationToken);
            }
            catch (StorageException error) when (_replica is { } failed)
            {
                await CloseAsync();
                await source.FailedAsync(known, failed, error, cancellationToken);
            }
        }
    }

    private async ValueTask<int> CheckedAsync(PipeWriter destination, long offset, long end, CancellationToken cancellationToken)
    {
        var (start, size) = _blocks.Holding(offset);
        var wanted = (int)(Math.Min(end, start + size) - offset);
        await ReadyAsync(start, end, cancellationToken);
        if (wanted == size)
        {
            // The whole block: straight into the receiver's memory, given only after the check.
            var memory = destination.GetMemory(size)[..size];
            await FillAsync(memory, cancellationToken);
            _blocks.Check(_key, _replica!.Backend, start, Crc32C.Of(memory.Span));
            destination.Advance(size);
            return size;
        }

        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            await FillAsync(rented.AsMemory(0, size), cancellationToken);
            _blocks.Check(_key, _replica!.Backend, start, Crc32C.Of(rented.AsSpan(0, size)));
            destination.Write(rented.AsSpan((int)(offset - start), wanted));
            return wanted;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async ValueTask<int> UncheckedAsync(PipeWriter destination, long offset, long end, CancellationToken cancellationToken)
    {
        await ReadyAsync(offset, end, cancellationToken);
        var memory = destination.GetMemory(1 << 16);
        var count = await _read!.Content.ReadAsync(memory[..(int)Math.Min(memory.Length, end - offset)], cancellationToken);
        if (count == 0)
        {
            throw StorageErrors.IntegrityMismatch(_key, "it ended too early", _replica!.Backend);
        }

        destination.Advance(count);
        _position += count;
        return count;
    }

    private async ValueTask FillAsync(Memory<byte> memory, CancellationToken cancellationToken)
    {
        for (var filled = 0; filled < memory.Length;)
        {
            var count = await _read!.Content.ReadAsync(memory[filled..], cancellationToken);
            if (count == 0)
            {
                throw StorageErrors.IntegrityMismatch(_key, "it ended too early", _replica!.Backend);
            }

            filled += count;
            _position += count;
        }
    }

    /// <summary>Has a replica open at the position, up to the end of the block that holds the last byte wanted.</summary>
    private async ValueTask ReadyAsync(long position, long end, CancellationToken cancellationToken)
    {
        var (last, size) = _blocks.Holding(end - 1);
        var upTo = _blocks.Known ? last + size : end;
        if (_read is not null && _position == position && _end >= upTo)
        {
            return;
        }

        if (_read is { Content.CanSeek: true } && _begin <= position && _end >= upTo)
        {
            // The file that is open is this version, whatever was done to the name since.
            _read.Content.Position = position - _begin;
            _position = position;
            return;
        }

        await CloseAsync();
        await OpenAtAsync(position, upTo, cancellationToken);
    }

    private async Task OpenAtAsync(long position, long end, CancellationToken cancellationToken)
    {
        while (true)
        {
            (known, var replica) = await source.NextAsync(known, cancellationToken);
            try
            {
                var range = position == 0 && end == stored.Size ? ByteRange.All : ByteRange.Of(position, end - position);
                _read = await engine.Backend(replica.Backend).Backend.ReadAsync(
                    ObjectKey.FromStored(replica.Home), new ReadOptions { Range = range, ExpectedIdentity = replica.Identity, Describe = false }, cancellationToken);
                if (_read.Stat.Size != stored.Size)
                {
                    throw StorageErrors.IntegrityMismatch(_key, $"it has {_read.Stat.Size} bytes and not {stored.Size}", replica.Backend);
                }

                (_replica, _begin, _position, _end) = (replica, position, position, end);
                return;
            }
            catch (StorageException error)
            {
                await CloseAsync();
                await source.FailedAsync(known, replica, error, cancellationToken);
            }
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_read is { } read)
        {
            (_read, _replica) = (null, null);
            await read.DisposeAsync();
        }
    }
}
