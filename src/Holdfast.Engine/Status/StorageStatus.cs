using Holdfast.Backends;

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

/// <summary>How one backend is, as of its last probe.</summary>
/// <param name="Descriptor">Who it is.</param>
/// <param name="Healthy">Whether writing, reading and deleting work.</param>
/// <param name="Latency">How long the probe took; null when there was none yet.</param>
/// <param name="LastError">Why it is not healthy.</param>
/// <param name="UsedBytes">Bytes in use, where it tells.</param>
/// <param name="FreeBytes">Bytes free, where it tells.</param>
/// <param name="ProbedAt">When it was probed, UTC.</param>
public sealed record BackendStatus(BackendDescriptor Descriptor, bool Healthy, TimeSpan? Latency, string? LastError, long? UsedBytes, long? FreeBytes, DateTimeOffset? ProbedAt)
{
    /// <summary>Whether it is not healthy only because it takes no writes: a disk that is full or read-only still gives what lies on it.</summary>
    public bool OnlyReads { get; init; }
}
