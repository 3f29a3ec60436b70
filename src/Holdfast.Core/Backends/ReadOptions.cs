using Holdfast.Objects;

namespace Holdfast.Backends;

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

    /// <summary>
    /// Whether <see cref="ObjectStat.Attributes"/> and the ETag of what is read are wanted. When false a backend may save the work of finding them out and
    /// answer without attributes and with some ETag; conditions by ETag hold all the same.
    /// </summary>
    public bool Describe { get; init; } = true;
}
