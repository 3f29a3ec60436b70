using Holdfast.Objects;

namespace Holdfast.Backends;

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
