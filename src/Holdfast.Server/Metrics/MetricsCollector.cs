using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Holdfast.Server.Metrics;

/// <summary>Listens to Holdfast's own instruments and to the server's request instruments, and keeps their values for a scrape.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string HostingMeter = "Microsoft.AspNetCore.Hosting";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (FamilyOf(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
    }

    /// <summary>Begins to listen.</summary>
    public void Start() => _listener.Start();

    /// <summary>Writes every family in the order of their names.</summary>
    public void Write(PrometheusText text)
    {
        _listener.RecordObservableInstruments();
        foreach (var family in _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private MetricFamily? FamilyOf(Instrument instrument)
    {
        if (instrument.Meter.Name is HostingMeter)
        {
            return instrument.Name switch
            {
                "http.server.request.duration" => Family(instrument, "holdfast_http_request_duration", RequestLabel),
                "http.server.active_requests" => Family(instrument, "holdfast_http_requests_in_flight", static _ => null),
                _ => null,
            };
        }

        if (!instrument.Meter.Name.StartsWith("Holdfast", StringComparison.Ordinal))
        {
            return null;
        }

        var name = PrometheusText.Name(instrument.Name);
        return Family(instrument, name.StartsWith("holdfast", StringComparison.Ordinal) ? name : "holdfast_" + name, PrometheusText.Name);
    }

    private MetricFamily Family(Instrument instrument, string name, Func<string, string?> labels) => _families.GetOrAdd(name, _ => new MetricFamily(instrument, name, labels));

    private static string? RequestLabel(string tag) => tag switch
    {
        "http.request.method" => "method",
        "http.route" => "route",
        "http.response.status_code" => "status",
        _ => null,
    };
}
