using System.Buffers.Binary;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Engine.Reading;

/// <summary>The block checksums of a version, and what they cover.</summary>
internal readonly struct Blocks(VersionRow version)
{
    private readonly byte[]? _sums = version.Blocks;
    private readonly long _size = version.Size;

    /// <summary>Whether there is anything to check against.</summary>
    public bool Known => _sums is not null && _sums.Length == (_size + ContentHasher.BlockSize - 1) / ContentHasher.BlockSize * sizeof(uint);

    /// <summary>Where the block that holds an offset begins and how long it is.</summary>
    public (long Start, int Length) Holding(long offset)
    {
        var start = offset - offset % ContentHasher.BlockSize;
        return (start, (int)Math.Min(ContentHasher.BlockSize, _size - start));
    }

    /// <summary>IntegrityMismatch when the block's bytes have another checksum.</summary>
    public void Check(ObjectKey key, string backend, long start, uint checksum)
    {
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(_sums.AsSpan((int)(start / ContentHasher.BlockSize) * sizeof(uint))))
        {
            throw StorageErrors.IntegrityMismatch(key, $"the block at byte {start} is not what was stored", backend);
        }
    }
}
