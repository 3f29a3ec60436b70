using Holdfast.Server.Metrics;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Observability;

public sealed class PerformanceTests(SharedServer shared)
{
    [Fact]
    public async Task What_backends_did_is_told_by_operation()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        await client.PutAsync(key, new byte[5000]);
        await client.GetByteArrayAsync("/api/files/" + key);
        using var answer = await client.GetAsync("/observability/performance?window=5m");
        var operations = (await answer.JsonAsync())["operations"]!.AsArray();
        var write = operations.Single(o => o!["backend"]!.GetValue<string>() == "local" && o["operation"]!.GetValue<string>() == "write")!;
        write["count"]!.GetValue<long>().ShouldBeGreaterThan(0);
        write["bytes"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(5000);
        (write["succeeded"]!.GetValue<long>() + write["failed"]!.GetValue<long>()).ShouldBe(write["count"]!.GetValue<long>());
        write["latency_ms"]!["p50"]!.GetValue<double>().ShouldBeLessThanOrEqualTo(write["latency_ms"]!["p99"]!.GetValue<double>());
        (await client.GetStringAsync("/metrics")).ShouldContain("holdfast_backend_bytes_in_total{backend=\"local\"} ");
        (await client.GetStringAsync("/metrics")).ShouldContain("holdfast_backend_duration_seconds_bucket{backend=\"local\",operation=\"Write\",outcome=\"ok\",le=");
    }

    [Fact]
    public void A_window_forgets_what_is_older_and_quantiles_are_within_a_tenth()
    {
        var windows = new OperationWindows();
        for (var i = 1; i <= 1000; i++)
        {
            windows.Record(minute: 100, seconds: i / 1000.0, error: i % 10 == 0 ? "timeout" : null);
        }

        windows.RecordBytes(100, 3600);
        var hour = windows.Sum(100, TimeSpan.FromHours(1)).ToJson("b", "read", TimeSpan.FromHours(1));
        hour.Count.ShouldBe(1000);
        hour.Failed.ShouldBe(100);
        hour.FailureRate.ShouldBe(0.1);
        hour.ThroughputBytesPerSecond.ShouldBe(1);
        hour.Errors["timeout"].ShouldBe(100);
        hour.LatencyMs.P50.ShouldBe(500, 50);
        hour.LatencyMs.P95.ShouldBe(950, 95);
        hour.LatencyMs.P99.ShouldBe(990, 99);
        hour.LatencyMs.Max.ShouldBe(1000);
        windows.Sum(104, TimeSpan.FromMinutes(5)).Count.ShouldBe(1000);
        windows.Sum(105, TimeSpan.FromMinutes(5)).Count.ShouldBe(0);
        windows.Sum(160, TimeSpan.FromHours(1)).Count.ShouldBe(0);
        windows.Sum(160, TimeSpan.FromHours(24)).Count.ShouldBe(1000);
        windows.Sum(100 + (25 * 60), TimeSpan.FromHours(24)).Count.ShouldBe(0);
    }
}
