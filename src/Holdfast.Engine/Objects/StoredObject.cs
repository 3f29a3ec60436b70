using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Engine.Objects;

/// <summary>An object as the catalog knows it.</summary>
public sealed record StoredObject
{
    /// <summary>Its opaque id, the same for the key's whole life.</summary>
    public required string Id { get; init; }

    /// <summary>Its key in the one key space.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The org it belongs to.</summary>
    public required long OrgId { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 in lower-case hex; null for an adopted file whose bytes were not read yet.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Opaque, without quotes. Another content has another ETag.</summary>
    public required string ETag { get; init; }

    /// <summary>Content type, headers, metadata, storage class.</summary>
    public required ObjectAttributes Attributes { get; init; }

    /// <summary>The strategy in force.</summary>
    public required string Strategy { get; init; }

    /// <summary>The backend that is read first.</summary>
    public required string Backend { get; init; }

    /// <summary>That backend's bucket, where it has one.</summary>
    public string? Bucket { get; init; }

    /// <summary>Whether the bytes lie elsewhere than the strategy wants, because a backend failed.</summary>
    public bool Fallback { get; init; }

    /// <summary>Present and pending replicas.</summary>
    public IReadOnlyList<ReplicaInfo> Replicas { get; init; } = [];

    /// <summary>When the key was first written, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this version was written, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it expires, UTC; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The id of this version.</summary>
    public required string Version { get; init; }

    /// <summary>Who wrote it: the id of a user or token, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>The file name it had where it came from, or null.</summary>
    public string? OriginalName { get; init; }

    /// <summary>The content type, with the default where none was given.</summary>
    public string ContentType => Attributes.ContentType ?? "application/octet-stream";
}
