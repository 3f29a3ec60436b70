using System.Net;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Status;

public sealed class StatusTests(SharedServer shared)
{
    [Theory]
    [InlineData("/storage/status")]
    [InlineData("/api/storage/status")]
    [InlineData("/api/admin/storage/status")]
    public async Task Status_has_the_agreed_members_and_no_path_for_those_who_only_read(string path)
    {
        using var client = shared.Server.Client(path.Contains("admin", StringComparison.Ordinal) ? TestCaller.Admin : TestCaller.Viewer);
        using var answer = await client.GetAsync(path);
        answer.ShouldBe(HttpStatusCode.OK);
        var json = (await answer.JsonAsync()).AsObject();
        string[] members =
        [
            "status", "strategy", "remote", "fallback_mode", "degraded_since", "reason", "backends", "pending_replicas", "pending_bytes",
            "service", "enabled", "provider", "bucket", "configuration",
        ];
        json.Select(p => p.Key).Take(members.Length).ShouldBe(members);
        json["status"]!.GetValue<string>().ShouldBe("ok");
        json["provider"]!.GetValue<string>().ShouldBe("local");
        var backend = json["backends"]![0]!;
        backend["name"]!.GetValue<string>().ShouldBe("local");
        backend["healthy"]!.GetValue<bool>().ShouldBeTrue();
        foreach (var member in (string[])["type", "latency_ms", "capabilities", "last_error", "used_bytes", "free_bytes"])
        {
            backend.AsObject().ContainsKey(member).ShouldBeTrue(member);
        }

        if (!path.Contains("admin", StringComparison.Ordinal))
        {
            json.ToJsonString().ShouldNotContain(shared.Server.Root);
        }
    }

    [Fact]
    public async Task A_strategy_without_its_remote_is_degraded_and_serves_local()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["STORAGE_STRATEGY"] = "s3_primary" });
        using var client = server.Client();
        await client.PutAsync("a", "x");
        using var status = await client.GetAsync("/storage/status");
        var json = await status.JsonAsync();
        json["status"]!.GetValue<string>().ShouldBe("degraded");
        json["strategy"]!.GetValue<string>().ShouldBe("s3_primary");
        json["reason"]!.GetValue<string>().ShouldContain("s3_primary");
        json["degraded_since"].ShouldNotBeNull();
        using var ready = await client.GetAsync("/readyz");
        ready.ShouldBe(HttpStatusCode.OK);
        (await ready.JsonAsync())["status"]!.GetValue<string>().ShouldBe("degraded");
        using var live = await client.GetAsync("/healthz");
        live.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Statistics_count_what_is_there()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        await client.PutAsync("videos/a.mp4", new byte[1000], "video/mp4");
        await client.PutAsync("videos/b.mp4", new byte[2000], "video/mp4");
        await client.PutAsync("root.txt", new byte[10], "text/plain");
        using var answer = await client.GetAsync("/bucket/stats");
        var json = await answer.JsonAsync();
        json["file_count"]!.GetValue<long>().ShouldBe(3);
        json["total_size_bytes"]!.GetValue<long>().ShouldBe(3010);
        json["total_size_mb"]!.GetValue<double>().ShouldBe(0);
        json["provider"]!.GetValue<string>().ShouldBe("local");
        json["segments"]!["videos"]!["count"]!.GetValue<long>().ShouldBe(2);
        json["segments"]!["videos"]!["bytes"]!.GetValue<long>().ShouldBe(3000);
        json["backends"]!["local"]!["count"]!.GetValue<long>().ShouldBe(3);
        json["content_types"]!["video/mp4"]!["bytes"]!.GetValue<long>().ShouldBe(3000);
        json["largest"]![0]!["key"]!.GetValue<string>().ShouldBe("videos/b.mp4");
    }

    [Fact]
    public async Task A_segment_lists_its_objects_and_an_unknown_one_names_those_there_are()
    {
        using var client = shared.Server.Client();
        var segment = "s" + Guid.NewGuid().ToString("N");
        await client.PutAsync(segment + "/a", "x");
        await client.PutAsync(segment + "/b", "x");
        using var page = await client.GetAsync($"/bucket/list/{segment}?limit=1");
        var json = await page.JsonAsync();
        json["objects"]!.AsArray().Count.ShouldBe(1);
        using var next = await client.GetAsync($"/api/bucket/list/{segment}?limit=1&cursor={Uri.EscapeDataString(json["next_cursor"]!.GetValue<string>())}");
        (await next.JsonAsync())["objects"]![0]!["key"]!.GetValue<string>().ShouldBe(segment + "/b");
        using var known = await client.GetAsync("/bucket/list/storyboards");
        known.ShouldBe(HttpStatusCode.OK);
        using var unknown = await client.GetAsync("/bucket/list/no-such");
        (await unknown.ShouldBeProblemAsync(404, "unknown_segment"))["allowed"]!.AsArray().Select(a => a!.GetValue<string>()).ShouldContain(segment);
    }

    [Fact]
    public async Task Health_needs_no_sign_in_and_tells_no_reason()
    {
        using var client = shared.Server.Client(caller: null);
        foreach (var path in (string[])["/healthz", "/api/healthz", "/readyz", "/api/readyz"])
        {
            using var answer = await client.GetAsync(path);
            answer.ShouldBe(HttpStatusCode.OK);
            (await answer.JsonAsync())["status"]!.GetValue<string>().ShouldBe("ok");
        }
    }

    [Fact]
    public async Task Info_is_for_superusers()
    {
        using var client = shared.Server.Client();
        using var answer = await client.GetAsync("/admin/storage-service/info");
        var json = await answer.JsonAsync();
        json["strategy"]!.GetValue<string>().ShouldBe("local_primary");
        json["active_backend"]!.GetValue<string>().ShouldBe("local");
        json["configuration"]!["STORAGE_STRATEGY"]!.GetValue<string>().ShouldBe("local_primary");
        using var member = shared.Server.Client(TestCaller.Member);
        using var refused = await member.GetAsync("/api/admin/storage-service/info");
        await refused.ShouldBeProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task The_landing_page_links_to_what_there_is()
    {
        using var client = shared.Server.Client(caller: null);
        var page = await client.GetStringAsync("/");
        foreach (var link in System.Text.RegularExpressions.Regex.Matches(page, "href=\"([^\"]+)\"").Select(m => m.Groups[1].Value))
        {
            using var answer = await client.GetAsync("/" + link);
            ((int)answer.StatusCode).ShouldBeLessThan(400, link);
        }
    }
}
