using Holdfast.Backends;

namespace Holdfast.Engine.Status;

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
