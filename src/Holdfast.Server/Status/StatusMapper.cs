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
            Status = status.Status,
            Strategy = status.Strategy,
            Remote = status.Remote,
            FallbackMode = status.FallbackMode,
            DegradedSince = status.DegradedSince,
            Reason = status.Reason,
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
