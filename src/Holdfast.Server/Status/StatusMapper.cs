using Holdfast.Backends;
using Holdfast.Engine.Status;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;

namespace Holdfast.Server.Status;

/// <summary>Makes contracts of the storage's status.</summary>
internal static class StatusMapper
{
    public static StorageStatusJson Map(StorageStatus status, HttpSettings settings)
    {
        var first = First(status);
        return new StorageStatusJson
        {
            Status = StateOf(status, settings),
            Strategy = settings.WantedStrategy ?? status.Strategy,
            Remote = status.Remote,
            FallbackMode = status.FallbackMode || settings.StrategyProblem is not null,
            DegradedSince = status.DegradedSince ?? (settings.StrategyProblem is null ? null : settings.StartedAt),
            Reason = status.Reason ?? settings.StrategyProblem,
            Backends = [.. status.Backends.Select(Map)],
            PendingReplicas = status.PendingReplicas,
            PendingBytes = status.PendingBytes,
            Service = "holdfast",
            Enabled = true,
            Provider = first?.Type ?? "local",
            Bucket = first?.Bucket,
            Configuration = settings.Shown,
        };
    }

    public static BackendStatusJson Map(BackendStatus backend) => new(
        backend.Descriptor.Name,
        backend.Descriptor.Type,
        backend.Healthy,
        backend.Latency?.TotalMilliseconds,
        Map(backend.Descriptor.Capabilities),
        backend.LastError,
        backend.UsedBytes,
        backend.FreeBytes,
        backend.Descriptor.Bucket,
        backend.ProbedAt);

    /// <summary><c>ok</c>, <c>degraded</c> or <c>failed</c>; a strategy that cannot be followed is degraded.</summary>
    public static string StateOf(StorageStatus status, HttpSettings settings) =>
        status.Status is "ok" && settings.StrategyProblem is not null ? "degraded" : status.Status;

    /// <summary>The backend that objects are on first: the remote one where the strategy has one.</summary>
    public static BackendDescriptor? First(StorageStatus status)
    {
        var wanted = status.Strategy is "s3_primary" && status.Remote is { } remote ? remote : "local";
        return (status.Backends.FirstOrDefault(b => b.Descriptor.Name == wanted) ?? (status.Backends.Count > 0 ? status.Backends[0] : null))?.Descriptor;
    }

    private static CapabilitiesJson Map(BackendCapabilities c) => new(
        c.Write.IfAbsent, c.Write.IfMatch, c.Write.Metadata, c.Multipart is not null, c.Copy is not null,
        c.Presign?.Get ?? false, c.Presign?.Put ?? false, c.Presign?.Post ?? false, c.List.Ordered, c.Write.StorageClasses);
}
