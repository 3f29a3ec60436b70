using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Jobs;

public sealed class JobTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_verification_works_without_a_body_and_its_events_end_with_the_report()
    {
        using var client = _server.Client();
        await client.PutAsync("a", "x");
        using var begun = await client.PostAsync("/api/admin/storage/verify", null);
        begun.ShouldBe(HttpStatusCode.Accepted);
        var id = (await begun.JsonAsync())["job_id"]!.GetValue<string>();
        begun.Headers.Location!.ToString().ShouldEndWith("/api/admin/jobs/" + id);
        var last = await LastEventAsync(client, id);
        last["state"]!.GetValue<string>().ShouldBe("succeeded");
        last["report"]!["checked"]!.GetValue<long>().ShouldBe(1);
        last["report"]!["missing"]!.GetValue<long>().ShouldBe(0);
        last["progress"]!.AsObject().Select(p => p.Key).ShouldBe(["files_total", "files_done", "files_failed", "bytes_total", "bytes_done", "bytes_per_second", "eta_seconds"]);
        using var found = await client.GetAsync("/api/admin/jobs/" + id);
        (await found.JsonAsync())["kind"]!.GetValue<string>().ShouldBe("verify");
        using var list = await client.GetAsync("/api/admin/jobs?limit=1");
        (await list.JsonAsync())["jobs"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Damage_is_counted_and_listed()
    {
        using var client = _server.Client();
        await client.PutAsync("good", "x");
        await client.PutAsync("bad", "original");
        File.Delete(_server.Homes().Single(h => File.ReadAllText(h) == "original"));
        File.Delete(Path.Join(_server.Root, "storage", "bad"));
        using var begun = await client.PostAsJsonAsync("/api/admin/storage/verify", new { deep = true });
        var id = (await begun.JsonAsync())["job_id"]!.GetValue<string>();
        var last = await LastEventAsync(client, id);
        last["state"]!.GetValue<string>().ShouldBe("succeeded");
        last["report"]!["missing"]!.GetValue<long>().ShouldBe(1);
        using var items = await client.GetAsync($"/api/admin/jobs/{id}/items?kind=missing");
        (await items.JsonAsync())["items"]![0]!["key"]!.GetValue<string>().ShouldBe("bad");
        using var retried = await client.PostAsync($"/api/admin/jobs/{id}/retry", null);
        retried.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        using var client = _server.Client();
        using var negative = await client.PostAsJsonAsync("/api/admin/storage/verify", new { orphan_age_hours = -1 });
        await negative.ShouldBeProblemAsync(400, "invalid_argument");
        using var malformed = await client.PostAsJsonAsync("/api/admin/storage/verify", new { deep = "very" });
        await malformed.ShouldBeProblemAsync(400, "invalid_argument");
        foreach (var path in (string[])["", "/events"])
        {
            using var unknown = await client.GetAsync("/api/admin/jobs/nope" + path);
            ((int)unknown.StatusCode).ShouldBe(404);
        }

        using var cancelled = await client.PostAsync("/api/admin/jobs/nope/cancel", null);
        ((int)cancelled.StatusCode).ShouldBe(404);
    }

    private static async Task<JsonNode> LastEventAsync(HttpClient client, string id)
    {
        using var answer = await client.GetAsync($"/api/admin/jobs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = await answer.Content.ReadAsStringAsync();
        return JsonNode.Parse(events.Split('\n').Last(l => l.StartsWith("data: ", StringComparison.Ordinal))[6..])!;
    }
}
