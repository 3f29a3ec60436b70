using System.Text.Json.Serialization;

namespace Holdfast.Server.Contracts;

/// <summary>How storage is, with what the chat system's clients read.</summary>
internal sealed record StorageStatusJson
{
    public required string Status { get; init; }

    public required string Strategy { get; init; }

    public required string? Remote { get; init; }

    public required bool FallbackMode { get; init; }

    public required DateTimeOffset? DegradedSince { get; init; }

    public required string? Reason { get; init; }

    public required IReadOnlyList<BackendStatusJson> Backends { get; init; }

    public required long PendingReplicas { get; init; }

    public required long PendingBytes { get; init; }

    public required string Service { get; init; }

    public required bool Enabled { get; init; }

    public required string Provider { get; init; }

    public required string? Bucket { get; init; }

    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }

    /// <summary>Replica counts by backend and state, for administrators.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, TallyJson>? Objects { get; init; }

    /// <summary>The last verification, for administrators.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobJson? LastVerification { get; init; }
}

/// <summary>How one backend is.</summary>
internal sealed record BackendStatusJson(
    string Name,
    string Type,
    bool Healthy,
    double? LatencyMs,
    CapabilitiesJson Capabilities,
    string? LastError,
    long? UsedBytes,
    long? FreeBytes,
    string? Bucket,
    DateTimeOffset? ProbedAt);

/// <summary>What a backend can do, in short.</summary>
internal sealed record CapabilitiesJson(
    bool IfAbsent,
    bool IfMatch,
    bool Metadata,
    bool Multipart,
    bool ServerSideCopy,
    bool PresignGet,
    bool PresignPut,
    bool PresignPost,
    bool OrderedLists,
    IReadOnlyList<string> StorageClasses);

/// <summary>Totals and their parts.</summary>
internal sealed record BucketStatsJson(
    long FileCount,
    long TotalSizeBytes,
    double TotalSizeMb,
    string Provider,
    string? Bucket,
    IReadOnlyDictionary<string, TallyJson> Segments,
    IReadOnlyDictionary<string, TallyJson> Backends,
    IReadOnlyDictionary<string, TallyJson> ContentTypes,
    IReadOnlyList<ObjectJson> Largest);

/// <summary>A count and its bytes.</summary>
internal sealed record TallyJson(long Count, long Bytes);

/// <summary>One segment's objects.</summary>
internal sealed record SegmentListJson(string Segment, int Count, IReadOnlyList<ObjectJson> Objects, string? NextCursor);

/// <summary>Whether the server is live.</summary>
internal sealed record HealthJson(string Status);

/// <summary>Whether the server is ready.</summary>
internal sealed record ReadinessJson(string Status, IReadOnlyDictionary<string, CheckJson> Checks);

/// <summary>One check of readiness.</summary>
internal sealed record CheckJson(string Status);

/// <summary>The active backend and strategy.</summary>
internal sealed record ServiceInfoJson(
    string Service,
    string Version,
    string Runtime,
    string Status,
    string Strategy,
    string ActiveBackend,
    string Provider,
    string? Bucket,
    IReadOnlyList<BackendStatusJson> Backends,
    IReadOnlyDictionary<string, string?> Configuration);
