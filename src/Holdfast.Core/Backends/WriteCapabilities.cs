namespace Holdfast.Backends;

/// <summary>What a write can ask for.</summary>
public sealed record WriteCapabilities
{
    /// <summary>Only where nothing is there.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only over the ETag given.</summary>
    public bool IfMatch { get; init; }

    /// <summary>User metadata and the standard headers are kept.</summary>
    public bool Metadata { get; init; } = true;

    /// <summary>The longest names and values together, in UTF-8 bytes.</summary>
    public int MetadataMaxBytes { get; init; } = Holdfast.Objects.UserMetadata.MaxBytes;

    /// <summary>A length need not be declared.</summary>
    public bool UnknownLength { get; init; } = true;

    /// <summary>The largest object in bytes.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>The storage classes it knows; none means that asking for one is refused.</summary>
    public IReadOnlyList<string> StorageClasses { get; init; } = [];
}
