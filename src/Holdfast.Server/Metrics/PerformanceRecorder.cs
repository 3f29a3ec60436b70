using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Holdfast.Server.Contracts;

namespace Holdfast.Server.Metrics;

/// <summary>Keeps what backends did over the last day, from their duration and byte instruments. Memory does not grow with the number of calls.</summary>
internal sealed class PerformanceRecorder(TimeProvider time) : IDisposable
{
    /// <summary>The histogram, in seconds, of every call to a backend.</summary>
    public const string DurationInstrument = "holdfast.backend.operation.duration";

    /// <summary>The counter of bytes that went to or came from a backend.</summary>
    public const string BytesInstrument = "holdfast.backend.operation.bytes";

    private const int MaxSeries = 200;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Backend, string Operation), OperationWindows> _windows = new();

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is DurationInstrument or BytesInstrument)
            {
                listener.EnableMeasurementEvents(instrument, this);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (instrument, value, tags, state) => ((PerformanceRecorder)state!).Duration(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (instrument, value, tags, state) => ((PerformanceRecorder)state!).Bytes(value, tags));
        _listener.Start();
    }

    /// <summary>What was done in the last <paramref name="window"/>, by backend and operation.</summary>
    public IReadOnlyList<OperationJson> Summarise(TimeSpan window)
    {
        var now = Minute();
        return [.. _windows
            .OrderBy(w => w.Key.Backend, StringComparer.Ordinal).ThenBy(w => w.Key.Operation, StringComparer.Ordinal)
            .Select(w => w.Value.Sum(now, window).ToJson(w.Key.Backend, w.Key.Operation, window))
            .Where(o => o.Count > 0)];
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Duration(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Find(tags, out var error)?.Record(Minute(), seconds, error);

    private void Bytes(long bytes, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Find(tags, out _)?.RecordBytes(Minute(), bytes);

    private OperationWindows? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, out string? error)
    {
        string? backend = null;
        string? operation = null;
        error = null;
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case "backend":
                    backend = value?.ToString();
                    break;
                case "operation":
                    operation = value?.ToString();
                    break;
                case "error" or "error.type" or "error_kind":
                    error = value?.ToString() is { Length: > 0 } kind ? kind : null;
                    break;
                default:
                    break;
            }
        }

        var key = (backend ?? "unknown", operation ?? "unknown");
        return _windows.TryGetValue(key, out var windows) ? windows
            : _windows.Count >= MaxSeries ? null
            : _windows.GetOrAdd(key, static _ => new OperationWindows());
    }

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;
}
