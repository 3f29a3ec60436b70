using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Backends;

/// <summary>What a backend knows of an object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="ETag">Opaque, without quotes; another content has another ETag. Never a checksum.</param>
/// <param name="LastModified">When it was written, UTC, in steps of <see cref="BackendCapabilities.TimestampResolution"/>.</param>
public sealed record ObjectStat(ObjectKey Key, long Size, string ETag, DateTimeOffset LastModified)
{
    /// <summary>
    /// What tells this very thing from another of the same name and size: inode and times, a version id, an ETag. Null where the backend has none.
    /// The same identity with other bytes is corruption; another identity is somebody else's work.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>Content type, headers and metadata. In lists only what comes without a further request.</summary>
    public ObjectAttributes Attributes { get; init; } = ObjectAttributes.None;

    /// <summary>The SHA-256 that the backend keeps, where it keeps one.</summary>
    public ReadOnlyMemory<byte>? Sha256 { get; init; }
}
