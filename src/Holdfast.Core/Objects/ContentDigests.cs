namespace Holdfast.Objects;

/// <summary>What is kept of a content to prove it later.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">Its SHA-256, 32 bytes.</param>
/// <param name="BlockChecksums">A CRC32C for each block of <see cref="ContentHasher.BlockSize"/> bytes, in order; none for an empty content.</param>
/// <param name="Md5">Its MD5, 16 bytes, where it was asked for.</param>
public sealed record ContentDigests(long Length, ReadOnlyMemory<byte> Sha256, IReadOnlyList<uint> BlockChecksums, ReadOnlyMemory<byte>? Md5 = null)
{
    /// <summary>The SHA-256 in lower-case hex, as it is shown everywhere.</summary>
    public string Sha256Hex => Convert.ToHexStringLower(Sha256.Span);

    /// <summary>The CRC32C of the whole content, put together from those of its blocks.</summary>
    public uint WholeCrc32C
    {
        get
        {
            var whole = 0u;
            for (var i = 0; i < BlockChecksums.Count; i++)
            {
                whole = Crc32C.Combine(whole, BlockChecksums[i], Math.Min(ContentHasher.BlockSize, Length - ((long)i * ContentHasher.BlockSize)));
            }

            return whole;
        }
    }
}
