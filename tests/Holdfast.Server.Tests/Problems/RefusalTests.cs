using System.Net;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Problems;

public sealed class RefusalTests(SharedServer shared)
{
    [Fact]
    public async Task An_unknown_path_is_a_404_problem()
    {
        using var client = shared.Server.Client();
        using var answer = await client.GetAsync("/api/nothing/here");
        await answer.ShouldBeProblemAsync(404, "not_found");
    }

    [Theory]
    [InlineData("PATCH", "/api/files/x", "DELETE, GET, HEAD, PUT")]
    [InlineData("POST", "/api/files/x", "DELETE, GET, HEAD, PUT")]
    [InlineData("PATCH", "/api/files", "DELETE, GET, HEAD, POST, PUT")]
    [InlineData("DELETE", "/storage/status", "GET")]
    [InlineData("GET", "/api/admin/storage/verify", "POST")]
    public async Task A_wrong_method_is_405_with_those_that_are_right(string method, string path, string allowed)
    {
        using var client = shared.Server.Client();
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await answer.ShouldBeProblemAsync(405, "method_not_allowed");
        answer.Content.Headers.Allow.Order(StringComparer.Ordinal).ShouldBe(allowed.Split(", "));
    }

    [Fact]
    public async Task Oversized_headers_are_431_and_an_oversized_target_414()
    {
        await using (var raw = await RawConnection.OpenAsync(shared.Server.Address))
        {
            await raw.SendAsync($"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Big: {new string('a', 40_000)}\r\n\r\n");
            (await raw.ReadAsync()).Status.ShouldBe(431);
        }

        await using (var raw = await RawConnection.OpenAsync(shared.Server.Address))
        {
            await raw.SendAsync($"GET /api/files/{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n");
            (await raw.ReadAsync()).Status.ShouldBe(414);
        }
    }

    [Fact]
    public async Task The_longest_key_fits_in_every_encoding_and_one_byte_more_is_refused()
    {
        using var client = shared.Server.Client();
        var longest = string.Concat(Enumerable.Repeat("%C3%A4", 512));
        using var fits = await client.PutAsync("/api/files/" + longest, new ByteArrayContent([1]));
        fits.ShouldBe(HttpStatusCode.Created);
        using var over = await client.PutAsync("/api/files/" + longest + "a", new ByteArrayContent([1]));
        await over.ShouldBeProblemAsync(400, "invalid_key");
    }

    [Fact]
    public async Task A_json_body_over_the_limit_is_413()
    {
        using var client = shared.Server.Client();
        using var answer = await client.PostAsync("/api/files/delete", new StringContent("{\"keys\":[\"" + new string('a', 9 << 20) + "\"]}", System.Text.Encoding.UTF8, "application/json"));
        await answer.ShouldBeProblemAsync(413, "too_large");
    }

    [Fact]
    public async Task A_page_of_another_origin_may_only_call_when_it_is_named()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["CORS_ORIGINS"] = "https://app.example.com" });
        using var client = server.Client(caller: null);
        foreach (var (origin, allowed) in (((string, bool)[])[("https://app.example.com", true), ("https://evil.example", false)]))
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/files/a/b");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "PUT");
            using var answer = await client.SendAsync(preflight);
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(allowed);
        }

        using var plain = new HttpRequestMessage(HttpMethod.Get, "/api/files/a");
        plain.Headers.Add("Origin", "https://app.example.com");
        using var refused = await client.SendAsync(plain);
        await refused.ShouldBeProblemAsync(401, "unauthorized");
        refused.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://app.example.com"]);
    }
}
