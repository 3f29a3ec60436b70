namespace Holdfast.Objects;

/// <summary>What the caller says of a content beforehand; where it is wrong, nothing is kept.</summary>
public sealed record ExpectedDigests
{
    /// <summary>SHA-256, 32 bytes.</summary>
    public ReadOnlyMemory<byte>? Sha256 { get; init; }

    /// <summary>MD5, 16 bytes.</summary>
    public ReadOnlyMemory<byte>? Md5 { get; init; }

    /// <summary>CRC32C of the whole content.</summary>
    public uint? Crc32C { get; init; }

    /// <summary>The name of the first digest that the content does not match, or null when all match.</summary>
    /// <param name="actual">The digests of the content; with MD5 where <see cref="Md5"/> is given.</param>
    /// <param name="wholeCrc32C">The CRC32C of the whole content, where the caller has it; null means it is put together from the blocks.</param>
    public string? FirstMismatch(ContentDigests actual, uint? wholeCrc32C = null)
    {
        ArgumentNullException.ThrowIfNull(actual);
        if (Sha256 is { } sha && !sha.Span.SequenceEqual(actual.Sha256.Span))
        {
            return "SHA-256";
        }

        if (Md5 is { } md5 && !(actual.Md5 is { } got && md5.Span.SequenceEqual(got.Span)))
        {
            return "MD5";
        }

        return Crc32C is { } crc && crc != (wholeCrc32C ?? actual.WholeCrc32C) ? "CRC32C" : null;
    }
}
