using Holdfast.Errors;

namespace Holdfast.Backends;

/// <summary>What a probe found.</summary>
/// <param name="Healthy">Whether writing, reading and deleting work.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="Error">Why not; null when healthy.</param>
public sealed record ProbeResult(bool Healthy, TimeSpan Latency, StorageException? Error)
{
    /// <summary>Bytes in use, where the backend tells.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>Bytes still free, where the backend tells.</summary>
    public long? FreeBytes { get; init; }
}
