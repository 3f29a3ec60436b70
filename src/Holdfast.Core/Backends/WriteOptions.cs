using Holdfast.Objects;

namespace Holdfast.Backends;

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
