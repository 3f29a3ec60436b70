using System.Buffers;
using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Native;
using Holdfast.Objects;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Writing;

/// <summary>Writes a content into a file while hashing it, with one pass over the bytes and none kept.</summary>
internal sealed class BodyWriter(LocalVolume volume, ObjectKey key, WriteOptions options) : IDisposable
{
    // So many bytes at once make the calls cheap; more would only hold memory.
    private const int Chunk = 512 * 1024;

    // Smaller contents do not gain by it, and the file system places them better when it sees them whole.
    private const long PreallocateFrom = 1 << 20;

    // Writing back early spreads what the sync at the end would otherwise wait for.
    private const long WritebackEvery = 8 << 20;

    private readonly ContentHasher _hasher = new(options.Expected?.Md5 is not null);
    private readonly bool _wholeCrc = options.Expected?.Crc32C is not null;
    private uint _crc = Crc32C.Seed;
    private long _length;
    private long _writtenBack;

    /// <summary>Refuses what cannot succeed before there is any effect.</summary>
    public static void CheckOptions(LocalVolume volume, ObjectKey key, WriteOptions options)
    {
        if (options.Attributes.StorageClass is not null)
        {
            throw StorageErrors.Unsupported("storage classes", volume.Name).With("write", key, volume.Name);
        }

        if (options.Length is < 0 || options.MaxLength is < 0)
        {
            throw StorageErrors.InvalidArgument("A length is not negative.", key);
        }

        if (options.IfAbsent && options.IfMatch is not null)
        {
            throw StorageErrors.InvalidArgument("If-absent and if-match exclude each other.", key);
        }

        if (options.Length is { } length && options.MaxLength is { } most && length > most)
        {
            throw StorageErrors.TooLarge(most, key).With("write", key, volume.Name);
        }
    }

    /// <summary>Writes all that the reader gives. <paramref name="begun"/> is called once some bytes are in the file.</summary>
    public async Task WriteAllAsync(SafeFileHandle file, PipeReader content, Func<CancellationToken, ValueTask>? begun, CancellationToken cancellationToken)
    {
        if (options.Length is >= PreallocateFrom and var length)
        {
            volume.Check(volume.Files.Preallocate(file, length), "write", key);
        }

        while (true)
        {
            var result = await content.ReadAtLeastAsync(Chunk, cancellationToken);
            var buffer = result.Buffer;
            try
            {
                Append(file, buffer);
            }
            finally
            {
                content.AdvanceTo(buffer.End);
            }

            if (begun is not null)
            {
                await begun(cancellationToken);
                begun = null;
            }

            if (result.IsCompleted)
            {
                return;
            }

            if (result.IsCanceled)
            {
                throw new OperationCanceledException("The reader's pending read was cancelled.");
            }
        }
    }

    /// <summary>Writes the next bytes; without a file they are there already and only looked at.</summary>
    public void Append(SafeFileHandle? file, in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var end = _length + bytes.Length;
        if (end > options.MaxLength)
        {
            throw StorageErrors.TooLarge(options.MaxLength.Value, key).With("write", key, volume.Name);
        }

        if (end > options.Length)
        {
            throw StorageErrors.IntegrityMismatch(key, $"more than the declared {options.Length} bytes came.", volume.Name).With("write", key, volume.Name);
        }

        _hasher.Append(bytes);
        if (_wholeCrc)
        {
            foreach (var segment in bytes)
            {
                _crc = Crc32C.Append(_crc, segment.Span);
            }
        }

        if (file is null)
        {
            _length = end;
            return;
        }

        volume.Check(volume.Files.Write(file, bytes, _length), "write", key);
        _length = end;
        if (_length - _writtenBack >= WritebackEvery)
        {
            volume.Files.BeginWriteback(file, _writtenBack, _length - _writtenBack);
            _writtenBack = _length;
        }
    }

    /// <summary>The digests of all that was written, after checking them against what the caller said.</summary>
    public ContentDigests Finish()
    {
        if (options.Length is { } declared && declared != _length)
        {
            throw StorageErrors.IntegrityMismatch(key, $"{_length} bytes came instead of the declared {declared}.", volume.Name).With("write", key, volume.Name);
        }

        var digests = _hasher.Finish();
        if (options.Expected?.FirstMismatch(digests, _wholeCrc ? Crc32C.Finish(_crc) : null) is { } wrong)
        {
            throw StorageErrors.IntegrityMismatch(key, $"the {wrong} is not the one that was declared.", volume.Name).With("write", key, volume.Name);
        }

        return digests;
    }

    public void Dispose() => _hasher.Dispose();
}
