using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Holdfast.Layers;
using Holdfast.Server.Contracts;

namespace Holdfast.Server.Metrics;

/// <summary>Keeps what backends did over the last day, from their duration and byte instruments. Memory does not grow with the number of calls.</summary>
internal sealed class PerformanceRecorder(TimeProvider time) : IDisposable
{
    private const string DurationInstrument = "holdfast.backend.duration";
    private const string StoredInstrument = "holdfast.backend.bytes_in";
    private const string ReadInstrument = "holdfast.backend.bytes_out";
    private const int MaxSeries = 200;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Backend, string Operation), OperationWindows> _windows = new();
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == BackendLayers.TelemetryName && instrument.Name is DurationInstrument or StoredInstrument or ReadInstrument)
            {
                listener.EnableMeasurementEvents(instrument, this);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (instrument, value, tags, state) => ((PerformanceRecorder)state!).Duration(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (instrument, value, tags, state) => ((PerformanceRecorder)state!).Bytes(instrument.Name is StoredInstrument ? "write" : "read", value, tags));
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

    private void Duration(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // A caller that went away is no failure of the backend.
        var outcome = Tag(tags, "outcome");
        var error = outcome is null or "ok" or "cancelled" ? null : SnakeCase(outcome);
        Find(Tag(tags, "backend"), SnakeCase(Tag(tags, "operation") ?? "unknown"))?.Record(Minute(), seconds, error);
    }

    private void Bytes(string operation, long bytes, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Find(Tag(tags, "backend"), operation)?.RecordBytes(Minute(), bytes);

    private OperationWindows? Find(string? backend, string operation)
    {
        var key = (backend ?? "unknown", operation);
        return _windows.TryGetValue(key, out var windows) ? windows
            : _windows.Count >= MaxSeries ? null
            : _windows.GetOrAdd(key, static _ => new OperationWindows());
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string;
            }
        }

        return null;
    }

    // Names come from two enums, so there are few of them.
    private string SnakeCase(string name) => _names.GetOrAdd(name, static n => JsonNamingPolicy.SnakeCaseLower.ConvertName(n));

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;
}
