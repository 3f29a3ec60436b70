using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Observability;

public sealed class DescriptionTests(SharedServer shared)
{
    [Fact]
    public async Task Every_mapped_route_is_described()
    {
        using var client = shared.Server.Client(caller: null);
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;
        var described = document["paths"]!.AsObject()
            .SelectMany(p => p.Value!.AsObject().Where(m => m.Value is JsonObject).Select(m => $"{m.Key.ToUpperInvariant()} {p.Key}"))
            .ToHashSet(StringComparer.Ordinal);
        var mapped = shared.Server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            // Left out on purpose: the description itself and the page behind a sign-in link.
            .Where(e => e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/').Replace("{**", "{", StringComparison.Ordinal)}"))
            .Select(m => m.Length > 8 ? m.TrimEnd('/') : m)
            .ToList();
        mapped.Count.ShouldBeGreaterThan(30);
        mapped.Where(m => !described.Contains(m)).ShouldBeEmpty();
        document["paths"]!["/api/files/{key}"]!["get"]!["parameters"]!.AsArray().Select(p => p!["name"]!.GetValue<string>()).ShouldContain("Range");
        document["components"]!["schemas"]!["ObjectJson"]!["properties"]!.AsObject().ContainsKey("content_type").ShouldBeTrue();
    }

    [Fact]
    public async Task The_page_of_the_description_comes_from_this_server_alone()
    {
        using var client = shared.Server.Client(caller: null);
        using var redirect = await client.GetAsync("/docs");
        redirect.ShouldBe(HttpStatusCode.MovedPermanently);
        var page = await client.GetStringAsync("/docs/index.html");
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"([^\"]+)\""))
        {
            match.Groups[1].Value.ShouldNotStartWith("http");
            using var part = await client.GetAsync("/docs/" + match.Groups[1].Value);
            part.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Metrics_follow_the_conventions()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        await client.PutAsync(key, "x");
        var text = await client.GetStringAsync("/metrics");
        text.ShouldContain("# TYPE holdfast_http_request_duration_seconds histogram");
        text.Split('\n').ShouldContain(l => l.StartsWith("holdfast_http_request_duration_seconds_count{", StringComparison.Ordinal) && l.Contains("method=\"PUT\"") && l.Contains("status=\"201\"") && l.Contains("files"));
        text.ShouldContain("holdfast_objects ");
        text.ShouldContain("holdfast_backend_up{backend=\"local\"} 1");
        text.ShouldContain("holdfast_backend_free_bytes{backend=\"local\"} ");
        text.ShouldContain("le=\"+Inf\"");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            line.ShouldMatch("^(# (HELP|TYPE) [a-z_:][a-z0-9_:]* .+|[a-z_:][a-z0-9_:]*(\\{.*\\})? [-+0-9.eE]+(Inf)?)$");
        }

        text.Split('\n').Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal)).ShouldBeUnique();
        // Keys are no labels: their number has no bound.
        text.ShouldNotContain(key);
    }

    [Fact]
    public async Task Performance_answers_for_a_window_and_refuses_nonsense()
    {
        using var client = shared.Server.Client();
        using var answer = await client.GetAsync("/observability/performance?window=15m");
        answer.ShouldBe(HttpStatusCode.OK);
        var json = await answer.JsonAsync();
        json["window_seconds"]!.GetValue<double>().ShouldBe(900);
        json["utilisation"]!["backends"]![0]!["backend"]!.GetValue<string>().ShouldBe("local");
        foreach (var window in (string[])["5", "1s", "2d", "x", "-1h", "99999999999m"])
        {
            using var refused = await client.GetAsync("/observability/performance?window=" + window);
            await refused.ShouldBeProblemAsync(400, "invalid_argument");
        }
    }
}
