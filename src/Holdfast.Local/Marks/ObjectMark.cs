using System.Text.Json.Serialization;
using Holdfast.Local.Files;
using Holdfast.Objects;

namespace Holdfast.Local.Marks;

/// <summary>
/// What is kept beside the bytes of a file: which very file it was written for, its digest, headers and metadata. It holds only while inode, time
/// and size are those of the file; a copied mark or an edited file is foreign.
/// </summary>
internal sealed record ObjectMark
{
    [JsonPropertyName("id")]
    public required string Identity { get; init; }

    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <summary>The key it was written at; only in sidecars, so that they can be swept.</summary>
    [JsonPropertyName("at")]
    public string? At { get; init; }

    [JsonPropertyName("type")]
    public string? ContentType { get; init; }

    [JsonPropertyName("encoding")]
    public string? ContentEncoding { get; init; }

    [JsonPropertyName("language")]
    public string? ContentLanguage { get; init; }

    [JsonPropertyName("disposition")]
    public string? ContentDisposition { get; init; }

    [JsonPropertyName("cache")]
    public string? CacheControl { get; init; }

    [JsonPropertyName("user")]
    public Dictionary<string, string>? User { get; init; }

    [JsonPropertyName("system")]
    public Dictionary<string, string>? System { get; init; }

    /// <summary>Whether it marks another program's file that was given a home; its name is given back when the home goes before the view.</summary>
    [JsonPropertyName("adopted")]
    public bool? Adopted { get; init; }

    [JsonIgnore]
    public ReadOnlyMemory<byte>? Digest => Sha256 is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(Convert.FromHexString(Sha256));

    [JsonIgnore]
    public string? Attempt => System?.GetValueOrDefault(SystemNames.Attempt);

    public static ObjectMark Of(in FileFacts facts, ReadOnlyMemory<byte>? sha256, ObjectAttributes attributes, string at) => new()
    {
        Identity = facts.Identity,
        Sha256 = sha256 is { } digest ? Convert.ToHexStringLower(digest.Span) : null,
        At = at,
        ContentType = attributes.ContentType,
        ContentEncoding = attributes.ContentEncoding,
        ContentLanguage = attributes.ContentLanguage,
        ContentDisposition = attributes.ContentDisposition,
        CacheControl = attributes.CacheControl,
        User = attributes.Metadata.Count == 0 ? null : new Dictionary<string, string>(attributes.Metadata, StringComparer.Ordinal),
        System = attributes.System.Count == 0 ? null : new Dictionary<string, string>(attributes.System, StringComparer.Ordinal),
    };

    private ObjectAttributes? _attributes;

    /// <summary>What it says of the object. Throws InvalidArgument for names and values that we never wrote.</summary>
    [JsonIgnore]
    public ObjectAttributes Attributes => _attributes ??= new ObjectAttributes
    {
        ContentType = ContentType,
        ContentEncoding = ContentEncoding,
        ContentLanguage = ContentLanguage,
        ContentDisposition = ContentDisposition,
        CacheControl = CacheControl,
        Metadata = User is null ? UserMetadata.Empty : UserMetadata.From(User),
        System = System is null ? UserMetadata.Empty : UserMetadata.From(System),
    };
}

/// <summary>The names of Holdfast's own metadata that this backend reads.</summary>
internal static class SystemNames
{
    /// <summary>The attempt that wrote the home; a file with it is one of ours.</summary>
    public const string Attempt = "attempt";

    /// <summary>The user's key of a home.</summary>
    public const string Key = "key";
}

[JsonSerializable(typeof(ObjectMark))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class MarkJson : JsonSerializerContext;
