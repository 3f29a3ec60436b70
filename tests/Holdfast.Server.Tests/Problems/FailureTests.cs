using System.Globalization;
using Holdfast.Engine;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Problems;

/// <summary>What callers get when storage fails.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private readonly StubHoldfast _stub = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(services: s => s.AddSingleton<IHoldfast>(_stub));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_backend_that_is_down_is_503_with_the_time_to_wait_and_its_name()
    {
        _stub.Failure = StorageErrors.Unavailable("s3", "connection refused", retryAfter: TimeSpan.FromSeconds(7.2));
        using var client = _server.Client();
        foreach (var path in (string[])["/api/files/k", "/api/files/k?info=1", "/api/files", "/bucket/stats", "/storage/status", "/api/objects/1"])
        {
            using var answer = await client.GetAsync(path);
            var problem = await answer.ShouldBeProblemAsync(503, "backend_unavailable");
            problem["retry_after_seconds"]!.GetValue<int>().ShouldBe(8);
            problem["backend"]!.GetValue<string>().ShouldBe("s3");
            answer.Headers.RetryAfter!.ToString().ShouldBe("8");
        }

        using var ready = await client.GetAsync("/readyz");
        ((int)ready.StatusCode).ShouldBe(503);
        (await ready.JsonAsync())["status"]!.GetValue<string>().ShouldBe("failed");
        using var live = await client.GetAsync("/healthz");
        ((int)live.StatusCode).ShouldBe(200);
        (await client.GetStringAsync("/metrics")).ShouldContain("holdfast_catalog_up 0");
    }

    [Fact]
    public async Task A_full_disk_is_507_with_the_name_of_the_backend()
    {
        _stub.Failure = StorageErrors.QuotaExceeded("local", "the disk is full");
        using var client = _server.Client();
        using var answer = await client.PutAsync("/api/files/k", new ByteArrayContent([1]));
        (await answer.ShouldBeProblemAsync(507, "quota_exceeded"))["backend"]!.GetValue<string>().ShouldBe("local");
    }

    [Fact]
    public async Task What_was_not_foreseen_is_500_and_tells_nothing()
    {
        using var client = _server.Client();
        foreach (var failure in new Exception[] { new InvalidOperationException("secret of /srv/data"), StorageErrors.Unknown("local", "secret of /srv/data") })
        {
            _stub.Failure = failure;
            using var answer = await client.PutAsync("/api/files/k", new ByteArrayContent([1]));
            await answer.ShouldBeProblemAsync(500, "internal_error");
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldNotContain("secret");
            text.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task Bytes_that_fail_midway_cut_the_connection_so_that_no_part_passes_for_the_whole()
    {
        _stub.Reader = new StubHoldfast.HalfReader(1 << 20, StorageErrors.IntegrityMismatch(ObjectKey.Parse("k"), "wrong block", "local"));
        await using var raw = await RawConnection.OpenAsync(_server.Address);
        await raw.SendAsync($"GET /api/files/k HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\n\r\n");
        var answer = await raw.ReadAsync();
        answer.Status.ShouldBe(200);
        answer.Body.Length.ShouldBeLessThan(int.Parse(answer.Headers["Content-Length"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Bytes_that_fail_before_the_first_are_a_problem_without_the_objects_headers()
    {
        _stub.Reader = new StubHoldfast.HalfReader(1, StorageErrors.IntegrityMismatch(ObjectKey.Parse("k"), "wrong block", "local"));
        using var client = _server.Client();
        using var answer = await client.GetAsync("/api/files/k");
        await answer.ShouldBeProblemAsync(500, "integrity_mismatch");
        answer.Headers.ETag.ShouldBeNull();
        answer.Content.Headers.ContentDisposition.ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_outcome_says_so()
    {
        _stub.Failure = StorageErrors.OutcomeUnknown("The commit may have happened.");
        using var client = _server.Client();
        using var answer = await client.DeleteAsync("/api/files/k");
        await answer.ShouldBeProblemAsync(503, "outcome_unknown");
    }
}
