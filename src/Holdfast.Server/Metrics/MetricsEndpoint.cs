using System.Diagnostics;
using System.Reflection;
using Holdfast.Engine;
using Holdfast.Errors;
using Holdfast.Server.Auth;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Metrics;

/// <summary>What Prometheus scrapes.</summary>
internal sealed class MetricsEndpoint(IHoldfast holdfast, MetricsCollector collector)
{
    public static void Map(IEndpointRouteBuilder routes, MetricsEndpoint endpoint) =>
        routes.MapBoth("GET", "/metrics", endpoint.InvokeAsync, Policies.Read, new("observability", "Metrics in the Prometheus text format") { Answers = { [200] = null }, AnswerMediaType = "text/plain" });

    private async Task InvokeAsync(HttpContext context)
    {
        var text = new PrometheusText();
        WriteProcess(text);
        await WriteStorageAsync(text, context.RequestAborted);
        collector.Write(text);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    private async Task WriteStorageAsync(PrometheusText text, CancellationToken cancellationToken)
    {
        try
        {
            var status = await holdfast.GetStatusAsync(cancellationToken);
            var statistics = await holdfast.GetStatisticsAsync(null, cancellationToken);
            Gauge(text, "holdfast_storage_degraded", "Whether storage is not ok.", status.Status is "ok" ? 0 : 1);
            Gauge(text, "holdfast_storage_fallback", "Whether writes go elsewhere than the strategy wants.", status.FallbackMode ? 1 : 0);
            Gauge(text, "holdfast_pending_replicas", "Replicas that are wanted and not there yet.", status.PendingReplicas);
            Gauge(text, "holdfast_pending_replica_bytes", "Bytes of replicas that are wanted and not there yet.", status.PendingBytes);
            Gauge(text, "holdfast_objects", "Current objects.", statistics.Total.Count);
            Gauge(text, "holdfast_object_bytes", "Bytes of current objects.", statistics.Total.Bytes);
            PerBackend(text, "holdfast_backend_up", "Whether writing, reading and deleting work.", status.Backends.Select(b => (b.Descriptor.Name, (double?)(b.Healthy ? 1 : 0))));
            PerBackend(text, "holdfast_backend_used_bytes", "Bytes in use on the backend.", status.Backends.Select(b => (b.Descriptor.Name, (double?)b.UsedBytes)));
            PerBackend(text, "holdfast_backend_free_bytes", "Bytes free on the backend.", status.Backends.Select(b => (b.Descriptor.Name, (double?)b.FreeBytes)));
            PerBackend(text, "holdfast_backend_probe_duration_seconds", "How long the last probe took.", status.Backends.Select(b => (b.Descriptor.Name, b.Latency?.TotalSeconds)));
            PerBackend(text, "holdfast_backend_objects", "Objects on the backend.", statistics.Backends.Select(b => (b.Key, (double?)b.Value.Count)));
            Gauge(text, "holdfast_catalog_up", "Whether the catalog answers.", 1);
        }
        catch (StorageException)
        {
            // A scrape tells what is wrong; it does not fail with it.
            Gauge(text, "holdfast_catalog_up", "Whether the catalog answers.", 0);
        }
    }

    private static void WriteProcess(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Family("holdfast_build_info", "gauge", "The version that runs.");
        text.Sample("holdfast_build_info", PrometheusText.Label("version", typeof(MetricsEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0"), 1);
        text.Family("process_cpu_seconds_total", "counter", "Processor time used.");
        text.Sample("process_cpu_seconds_total", string.Empty, process.TotalProcessorTime.TotalSeconds);
        Gauge(text, "process_resident_memory_bytes", "Memory in use.", process.WorkingSet64);
        Gauge(text, "process_start_time_seconds", "When the process began, in Unix seconds.", (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        Gauge(text, "process_threads", "Threads.", process.Threads.Count);
        Gauge(text, "dotnet_gc_heap_bytes", "Managed memory in use.", GC.GetTotalMemory(forceFullCollection: false));
    }

    private static void Gauge(PrometheusText text, string name, string help, double value)
    {
        text.Family(name, "gauge", help);
        text.Sample(name, string.Empty, value);
    }

    private static void PerBackend(PrometheusText text, string name, string help, IEnumerable<(string Backend, double? Value)> values)
    {
        var known = values.Where(v => v.Value is not null).ToList();
        if (known.Count == 0)
        {
            return;
        }

        text.Family(name, "gauge", help);
        foreach (var (backend, value) in known)
        {
            text.Sample(name, PrometheusText.Label("backend", backend), value!.Value);
        }
    }
}
