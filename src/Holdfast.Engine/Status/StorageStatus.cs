namespace Holdfast.Engine.Status;

/// <summary>How storage is.</summary>
public sealed record StorageStatus
{
    /// <summary><c>ok</c>, <c>degraded</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The strategy in force.</summary>
    public required string Strategy { get; init; }

    /// <summary>The remote backend's name, or null.</summary>
    public string? Remote { get; init; }

    /// <summary>Whether writes go elsewhere than the strategy wants.</summary>
    public bool FallbackMode { get; init; }

    /// <summary>Since when it is not ok, UTC.</summary>
    public DateTimeOffset? DegradedSince { get; init; }

    /// <summary>Why it is not ok.</summary>
    public string? Reason { get; init; }

    /// <summary>Each backend.</summary>
    public IReadOnlyList<BackendStatus> Backends { get; init; } = [];

    /// <summary>Replicas that are wanted and not there yet.</summary>
    public long PendingReplicas { get; init; }

    /// <summary>Their bytes.</summary>
    public long PendingBytes { get; init; }
}
