using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Objects;

namespace Holdfast.Engine.Objects;

/// <summary>How headers and metadata lie in the catalog: one JSON text, absent when there are none.</summary>
internal sealed partial record AttributesJson
{
    public string? Encoding { get; init; }

    public string? Language { get; init; }

    public string? Disposition { get; init; }

    public string? Cache { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public static string? Write(ObjectAttributes attributes)
    {
        if (attributes is { ContentEncoding: null, ContentLanguage: null, ContentDisposition: null, CacheControl: null, Metadata.Count: 0 })
        {
            return null;
        }

        var json = new AttributesJson
        {
            Encoding = attributes.ContentEncoding,
            Language = attributes.ContentLanguage,
            Disposition = attributes.ContentDisposition,
            Cache = attributes.CacheControl,
            Metadata = attributes.Metadata.Count == 0 ? null : attributes.Metadata.ToDictionary(),
        };
        return JsonSerializer.Serialize(json, Context.Default.AttributesJson);
    }

    public static ObjectAttributes Read(string? text, string? contentType, string? storageClass)
    {
        if (text is null)
        {
            return new ObjectAttributes { ContentType = contentType, StorageClass = storageClass };
        }

        var json = JsonSerializer.Deserialize(text, Context.Default.AttributesJson)!;
        return new ObjectAttributes
        {
            ContentType = contentType,
            StorageClass = storageClass,
            ContentEncoding = json.Encoding,
            ContentLanguage = json.Language,
            ContentDisposition = json.Disposition,
            CacheControl = json.Cache,
            Metadata = json.Metadata is null ? UserMetadata.Empty : UserMetadata.From(json.Metadata),
        };
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(AttributesJson))]
    private sealed partial class Context : JsonSerializerContext;
}
