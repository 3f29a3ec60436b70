namespace Holdfast.Objects;

/// <summary>What an object carries besides its bytes. Immutable; two attributes with equal values are equal in effect.</summary>
public sealed record ObjectAttributes
{
    /// <summary>Nothing but the default type.</summary>
    public static ObjectAttributes None { get; } = new();

    /// <summary>The media type, verbatim; null means <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The Content-Encoding header, verbatim.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The Content-Language header, verbatim.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>The Content-Disposition header, verbatim.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>The Cache-Control header, verbatim.</summary>
    public string? CacheControl { get; init; }

    /// <summary>The storage class, in the backend's words; null means its default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The user's own names and values. Names are lower case and unique, values exact.</summary>
    public UserMetadata Metadata { get; init; } = UserMetadata.Empty;

    /// <summary>Names and values of Holdfast's own (attempt, version, key), kept apart from the user's.</summary>
    public UserMetadata System { get; init; } = UserMetadata.Empty;
}
