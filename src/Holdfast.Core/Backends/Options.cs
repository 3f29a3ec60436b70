using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Backends;

/// <summary>How to stat.</summary>
public sealed record StatOptions
{
    /// <summary>As it comes.</summary>
    public static StatOptions Default { get; } = new();
}

/// <summary>What to read, and under which conditions (RFC 9110 section 13: If-Match before If-Unmodified-Since, If-None-Match before If-Modified-Since).</summary>
public sealed record ReadOptions
{
    /// <summary>All bytes, no condition.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>The part to read.</summary>
    public ByteRange Range { get; init; } = ByteRange.All;

    /// <summary>Only when the ETag is one of these (without quotes; <c>*</c> is any); else PreconditionFailed.</summary>
    public IReadOnlyList<string>? IfMatch { get; init; }

    /// <summary>Only when the ETag is none of these; else NotModified.</summary>
    public IReadOnlyList<string>? IfNoneMatch { get; init; }

    /// <summary>Only when modified later; else NotModified.</summary>
    public DateTimeOffset? IfModifiedSince { get; init; }

    /// <summary>Only when not modified later; else PreconditionFailed.</summary>
    public DateTimeOffset? IfUnmodifiedSince { get; init; }

    /// <summary>Only when <see cref="ObjectStat.Identity"/> is this; else IdentityChanged.</summary>
    public string? ExpectedIdentity { get; init; }
}

/// <summary>How to write.</summary>
public sealed record WriteOptions
{
    /// <summary>Of unknown length, replacing what is there.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>The length in bytes where it is known. A content of another length is refused with IntegrityMismatch and leaves nothing.</summary>
    public long? Length { get; init; }

    /// <summary>Refuse a content that is longer, with TooLarge, at the byte that passes it.</summary>
    public long? MaxLength { get; init; }

    /// <summary>Content type, headers, metadata.</summary>
    public ObjectAttributes Attributes { get; init; } = ObjectAttributes.None;

    /// <summary>Only where nothing is there; else AlreadyExists.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only over this ETag; else PreconditionFailed, also when nothing is there.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Digests that the content must have; else IntegrityMismatch.</summary>
    public ExpectedDigests? Expected { get; init; }

    /// <summary>Whether the bytes must survive a power cut when the call returns. False only for what can be made again.</summary>
    public bool Durable { get; init; } = true;
}

/// <summary>How to delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>Whatever is there.</summary>
    public static DeleteOptions Default { get; } = new();

    /// <summary>Only this ETag (for a single key); else PreconditionFailed in the result.</summary>
    public string? IfMatch { get; init; }
}

/// <summary>What to list.</summary>
public sealed record ListOptions
{
    /// <summary>Everything.</summary>
    public static ListOptions Default { get; } = new();

    /// <summary>Only keys that begin with this text; empty means all.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Keys that have this text after the prefix are rolled up into one entry each.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Only entries whose name (the key, or the common prefix) sorts after this text, which need not be there. Any entry's name resumes a list behind it.</summary>
    public string? StartAfter { get; init; }

    /// <summary>How many entries a request of the backend asks for; null is its own best. What is listed does not depend on it.</summary>
    public int? PageSize { get; init; }
}

/// <summary>How to copy.</summary>
public sealed record CopyOptions
{
    /// <summary>Bytes and attributes, replacing what is there.</summary>
    public static CopyOptions Default { get; } = new();

    /// <summary>Other attributes in place of the source's.</summary>
    public ObjectAttributes? Attributes { get; init; }

    /// <summary>Only where nothing is at the target; else AlreadyExists.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only while the source has this ETag; else PreconditionFailed.</summary>
    public string? SourceIfMatch { get; init; }
}

/// <summary>What to sign.</summary>
public sealed record PresignOptions
{
    /// <summary>GET, HEAD, PUT or POST.</summary>
    public required string Method { get; init; }

    /// <summary>How long it lives, from one second to <see cref="PresignCapabilities.MaxLife"/>.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>The Content-Type that an upload must have.</summary>
    public string? ContentType { get; init; }

    /// <summary>The Content-Disposition that a download answers.</summary>
    public string? ContentDisposition { get; init; }
}

/// <summary>How to probe.</summary>
public sealed record ProbeOptions
{
    /// <summary>Write, read, delete.</summary>
    public static ProbeOptions Default { get; } = new();
}
