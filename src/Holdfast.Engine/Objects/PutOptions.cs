using Holdfast.Objects;

namespace Holdfast.Engine.Objects;

/// <summary>How to put.</summary>
public sealed record PutOptions
{
    /// <summary>Of unknown length, replacing what is there.</summary>
    public static PutOptions Default { get; } = new();

    /// <summary>The length in bytes where it is known; a content of another length is refused and leaves nothing.</summary>
    public long? Length { get; init; }

    /// <summary>Refuse longer contents, with TooLarge, at the byte that passes it.</summary>
    public long? MaxLength { get; init; }

    /// <summary>Content type (null: from the key's ending, else from the first bytes), headers, metadata, storage class.</summary>
    public ObjectAttributes Attributes { get; init; } = ObjectAttributes.None;

    /// <summary>Only where no object is; else AlreadyExists. Looked at in the commit.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only over one of these ETags (<c>*</c>: any object); else PreconditionFailed. Looked at in the commit.</summary>
    public IReadOnlyList<string>? IfMatch { get; init; }

    /// <summary>Digests the content must have; else IntegrityMismatch and nothing is kept.</summary>
    public ExpectedDigests? Expected { get; init; }

    /// <summary>When the object expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who writes.</summary>
    public string? Owner { get; init; }

    /// <summary>The file name it had where it came from.</summary>
    public string? OriginalName { get; init; }
}
