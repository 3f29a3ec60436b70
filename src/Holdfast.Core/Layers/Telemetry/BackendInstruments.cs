using System.Diagnostics;
using System.Diagnostics.Metrics;
using Holdfast.Errors;

namespace Holdfast.Layers.Telemetry;

/// <summary>The meter and the source of the backends. Labels are the backend's name, the operation and the outcome, never a key.</summary>
internal static class BackendInstruments
{
    public const string Name = "Holdfast.Backends";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("holdfast.backend.duration", "s", "How long operations took; for reads and lists, until they were closed.");
    private static readonly Counter<long> Operations = Meter.CreateCounter<long>("holdfast.backend.operations", "{operation}", "Operations that ended, by outcome.");
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("holdfast.backend.errors", "{error}", "Operations that failed, by kind.");
    private static readonly Counter<long> BytesIn = Meter.CreateCounter<long>("holdfast.backend.bytes_in", "By", "Bytes stored.");
    private static readonly Counter<long> BytesOut = Meter.CreateCounter<long>("holdfast.backend.bytes_out", "By", "Bytes read.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("holdfast.backend.retries", "{retry}", "Tries beyond the first.");

    public static void Stored(string backend, long bytes) => BytesIn.Add(bytes, new KeyValuePair<string, object?>("backend", backend));

    public static void Read(string backend, long bytes) => BytesOut.Add(bytes, new KeyValuePair<string, object?>("backend", backend));

    public static void Retried(string backend) => Retries.Add(1, new KeyValuePair<string, object?>("backend", backend));

    public static void Ended(string backend, BackendOperation operation, TimeSpan took, Exception? error)
    {
        var outcome = error switch
        {
            null => "ok",
            OperationCanceledException => "cancelled",
            StorageException storage => storage.Kind.ToString(),
            _ => nameof(StorageErrorKind.Unknown),
        };
        var tags = new TagList { { "backend", backend }, { "operation", operation.ToString() }, { "outcome", outcome } };
        Durations.Record(took.TotalSeconds, tags);
        Operations.Add(1, tags);
        if (error is not null and not OperationCanceledException)
        {
            Errors.Add(1, new TagList { { "backend", backend }, { "operation", operation.ToString() }, { "kind", outcome } });
        }
    }
}
