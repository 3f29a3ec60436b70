namespace Holdfast.Server.Contracts;

/// <summary>How backends did over a window.</summary>
internal sealed record PerformanceJson(string Window, double WindowSeconds, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<OperationJson> Operations, UtilisationJson Utilisation);

/// <summary>One operation of one backend.</summary>
internal sealed record OperationJson(
    string Backend,
    string Operation,
    long Count,
    long Succeeded,
    long Failed,
    double SuccessRate,
    double FailureRate,
    long Bytes,
    double ThroughputBytesPerSecond,
    double OperationsPerSecond,
    LatencyJson LatencyMs,
    IReadOnlyDictionary<string, long> Errors);

/// <summary>Latencies in milliseconds.</summary>
internal sealed record LatencyJson(double P50, double P95, double P99, double Mean, double Max);

/// <summary>How full the backends are.</summary>
internal sealed record UtilisationJson(IReadOnlyList<BackendUseJson> Backends);

/// <summary>How full one backend is.</summary>
internal sealed record BackendUseJson(string Backend, long? UsedBytes, long? FreeBytes, double? UsedPercent);
