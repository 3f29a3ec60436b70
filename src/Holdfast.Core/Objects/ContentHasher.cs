using System.Buffers;
using System.Security.Cryptography;

namespace Holdfast.Objects;

/// <summary>
/// Computes, in one pass over the bytes, what Holdfast keeps of every content: its length, SHA-256, and a CRC32C for each block of 1 MiB
/// (so that ranges can be verified too). MD5 only when asked for, because it is the slowest of them.
/// </summary>
public sealed class ContentHasher : IDisposable
{
    /// <summary>The bytes that one block checksum covers; the last block of a content may be shorter.</summary>
    public const int BlockSize = 1 << 20;

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _md5;
    private readonly List<uint> _blocks = [];
    private uint _crc = Crc32C.Seed;
    private int _inBlock;

    /// <summary>Begins with no bytes.</summary>
    /// <param name="withMd5">Whether MD5 is computed too.</param>
    public ContentHasher(bool withMd5 = false) => _md5 = withMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;

    /// <summary>The bytes seen so far.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _md5?.AppendData(bytes);
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var take = Math.Min(bytes.Length, BlockSize - _inBlock);
            _crc = Crc32C.Append(_crc, bytes[..take]);
            _inBlock += take;
            bytes = bytes[take..];
            if (_inBlock == BlockSize)
            {
                CloseBlock();
            }
        }
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            Append(segment.Span);
        }
    }

    /// <summary>The digests of all bytes taken; the hasher begins anew.</summary>
    public ContentDigests Finish()
    {
        if (_inBlock > 0)
        {
            CloseBlock();
        }

        // A plain null here would be an array that converts to an empty memory, which is not null.
        var md5 = _md5 is null ? default(ReadOnlyMemory<byte>?) : _md5.GetHashAndReset();
        var digests = new ContentDigests(Length, _sha256.GetHashAndReset(), [.. _blocks], md5);
        _blocks.Clear();
        Length = 0;
        return digests;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sha256.Dispose();
        _md5?.Dispose();
    }

    private void CloseBlock()
    {
        _blocks.Add(Crc32C.Finish(_crc));
        _crc = Crc32C.Seed;
        _inBlock = 0;
    }
}
