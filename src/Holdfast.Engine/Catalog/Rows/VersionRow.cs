namespace Holdfast.Engine.Catalog.Rows;

/// <summary>The row of a version.</summary>
internal sealed record VersionRow
{
    public required string VersionId { get; init; }

    public required string Key { get; init; }

    public required long Generation { get; init; }

    public required long Size { get; init; }

    public byte[]? Sha256 { get; init; }

    public required string ETag { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Headers and metadata as JSON; null when there are none.</summary>
    public string? Attributes { get; init; }

    public string? StorageClass { get; init; }

    public required long CreatedAt { get; init; }

    public long? ExpiresAt { get; init; }

    public string? Owner { get; init; }

    public string? OriginalName { get; init; }

    /// <summary>put, copy or adopt.</summary>
    public required string Origin { get; init; }

    /// <summary>The CRC32C of each block, four bytes each, little-endian; null when the bytes were never read.</summary>
    public byte[]? Blocks { get; init; }
}
