using System.Collections.Concurrent;
using Holdfast.Backends;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Status;

/// <summary>Probes the backends and remembers how they were.</summary>
internal sealed class Health(EngineContext engine)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Health>();
    private readonly ConcurrentDictionary<string, BackendStatus> _last = new(StringComparer.Ordinal);
    private DateTimeOffset? _degradedSince;

    /// <summary>Since when not all is well; null when all is.</summary>
    public DateTimeOffset? DegradedSince => _degradedSince;

    /// <summary>Each backend as of its last probe.</summary>
    public IReadOnlyList<BackendStatus> Backends =>
        [.. engine.Options.Backends.Select(b => _last.GetValueOrDefault(b.Name) ?? new BackendStatus(b.Backend.Descriptor, false, null, "not probed yet", null, null, null))];

    /// <summary>Probes every backend once, side by side.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(engine.Options.Backends.Select(b => OneAsync(b, cancellationToken)));
        _degradedSince = Backends.All(b => b.Healthy) ? null : _degradedSince ?? engine.Time.GetUtcNow();
    }

    private async Task OneAsync(EngineBackend backend, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(ProbeLimit);
        ProbeResult result;
        try
        {
            result = await backend.Backend.ProbeAsync(ProbeOptions.Default, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = new ProbeResult(false, ProbeLimit, StorageErrors.Timeout(backend.Name, ProbeLimit));
        }

        var before = _last.GetValueOrDefault(backend.Name);
        _last[backend.Name] = new BackendStatus(
            backend.Backend.Descriptor, result.Healthy, result.Latency, result.Error?.Message, result.UsedBytes, result.FreeBytes, engine.Time.GetUtcNow())
        {
            OnlyReads = result.Error?.Kind is StorageErrorKind.QuotaExceeded or StorageErrorKind.PermissionDenied,
        };
        if (!result.Healthy && before?.Healthy != false)
        {
            _log.Unhealthy(backend.Name, result.Error?.Message ?? "it does not say why");
        }
        else if (result.Healthy && before is { Healthy: false })
        {
            _log.HealthyAgain(backend.Name);
        }
    }
}
