using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Server.Contracts;

/// <summary>How the API's contracts are written and read: snake_case, without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ObjectJson))]
[JsonSerializable(typeof(FilesJson))]
[JsonSerializable(typeof(FileListJson))]
[JsonSerializable(typeof(DeleteRequestJson))]
[JsonSerializable(typeof(DeleteResultsJson))]
[JsonSerializable(typeof(TransferRequestJson))]
[JsonSerializable(typeof(ExplanationJson))]
[JsonSerializable(typeof(StorageStatusJson))]
[JsonSerializable(typeof(BucketStatsJson))]
[JsonSerializable(typeof(SegmentListJson))]
[JsonSerializable(typeof(HealthJson))]
[JsonSerializable(typeof(ReadinessJson))]
[JsonSerializable(typeof(ServiceInfoJson))]
[JsonSerializable(typeof(JobJson))]
[JsonSerializable(typeof(JobStartedJson))]
[JsonSerializable(typeof(JobListJson))]
[JsonSerializable(typeof(JobItemsJson))]
[JsonSerializable(typeof(VerifyRequestJson))]
[JsonSerializable(typeof(PerformanceJson))]
internal sealed partial class HoldfastJson : JsonSerializerContext
{
    /// <summary>The contracts with text written as it is: answers are JSON for programs, never part of a page.</summary>
    public static HoldfastJson Web { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new UtcTimeConverter() },
    });
}
