using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Paths;

public sealed class KeyInPathTests(SharedServer shared)
{
    [Theory]
    [InlineData("/api/files/a/../b")]
    [InlineData("/api/files/../admin/jobs")]
    [InlineData("/api/files/..")]
    [InlineData("/api/files/.")]
    [InlineData("/api/files/a/.")]
    [InlineData("/api/files/a/./b")]
    [InlineData("/api/files/%2e%2e/b")]
    [InlineData("/api/files/%2E%2e/b")]
    [InlineData("/api/files/.%2e/b")]
    [InlineData("/api/files/a%2F..%2Fb")]
    [InlineData("/api/files/a/%2e%2e%2fb")]
    [InlineData("/api/files/a%2f%2e%2e")]
    [InlineData("/api/files/%ff")]
    [InlineData("/api/files/%c0%ae%c0%ae/b")]
    [InlineData("/api/files/%ed%a0%80")]
    [InlineData("/api/files/%")]
    [InlineData("/api/files/%4")]
    [InlineData("/api/files/%zz")]
    [InlineData("/api/files/.holdfast/catalog.db")]
    [InlineData("/api/files/%2eholdfast/catalog.db")]
    [InlineData("/uploads/../x")]
    [InlineData("/api/x/../files/k")]
    public async Task A_path_that_is_no_key_is_refused_in_every_encoding(string target)
    {
        foreach (var method in (string[])["GET", "PUT", "DELETE"])
        {
            if (target.StartsWith("/uploads", StringComparison.Ordinal) && method != "GET")
            {
                continue;
            }

            await using var raw = await RawConnection.OpenAsync(shared.Server.Address);
            await raw.SendAsync($"{method} {target} HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nContent-Length: 0\r\n\r\n");
            var answer = await raw.ReadAsync();
            answer.Status.ShouldBe(400, $"{method} {target}: {answer.Body}");
            answer.Body.ShouldContain("\"code\":\"invalid_key\"");
        }
    }

    [Fact]
    public async Task A_nul_in_a_path_is_refused()
    {
        await using var raw = await RawConnection.OpenAsync(shared.Server.Address);
        await raw.SendAsync($"GET /api/files/a%00b HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\n\r\n");
        (await raw.ReadAsync()).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("/api/files/p1/a//b", "p1/a//b")]
    [InlineData("/api/files/p1/folder/", "p1/folder/")]
    [InlineData("/api/files/p1/a+b", "p1/a+b")]
    [InlineData("/api/files/p1/a%20b", "p1/a b")]
    [InlineData("/api/files/p1%2Fslash", "p1/slash")]
    [InlineData("/api/files/p1/%25", "p1/%")]
    [InlineData("/api/files/p1/%252e%252e", "p1/%2e%2e")]
    [InlineData("/api/files/p1/%C3%A4%F0%9F%98%80", "p1/ä😀")]
    [InlineData("/api/files/p1/...", "p1/...")]
    [InlineData("/api/files/p1/q%3Fx%23y", "p1/q?x#y")]
    [InlineData("http://other.example/api/files/p1/absolute", "p1/absolute")]
    [InlineData("/api/files//p1lead", "/p1lead")]
    public async Task A_key_is_the_raw_target_decoded_once(string target, string key)
    {
        await using (var raw = await RawConnection.OpenAsync(shared.Server.Address))
        {
            await raw.SendAsync($"PUT {target} HTTP/1.1\r\nHost: {(target.StartsWith("http", StringComparison.Ordinal) ? "other.example" : "x")}\r\nAuthorization: {TestCaller.Admin}\r\nContent-Length: 2\r\n\r\nhi");
            var answer = await raw.ReadAsync();
            answer.Status.ShouldBeInRange(200, 201, answer.Body);
            JsonNode.Parse(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(answer.Body)))!["key"]!.GetValue<string>().ShouldBe(key);
        }

        // The URL that the answer gives leads back to the same bytes.
        using var client = shared.Server.Client();
        using var list = await client.GetAsync("/api/files?prefix=" + Uri.EscapeDataString(key));
        var url = (await list.JsonAsync())["objects"]!.AsArray().Single(o => o!["key"]!.GetValue<string>() == key)!["url"]!.GetValue<string>();
        await using var again = await RawConnection.OpenAsync(shared.Server.Address);
        await again.SendAsync($"GET {url[url.IndexOf("/api/", StringComparison.Ordinal)..]} HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\n\r\n");
        (await again.ReadAsync()).Body.ShouldBe("hi");
    }

    [Fact]
    public async Task Uploads_have_a_path_of_their_own()
    {
        using var client = shared.Server.Client();
        var name = Guid.NewGuid().ToString("N");
        await client.PutAsync("uploads/" + name, "chat");
        (await client.GetStringAsync("/uploads/" + name)).ShouldBe("chat");
        (await client.GetStringAsync("/api/uploads/" + name)).ShouldBe("chat");
    }

    [Fact]
    public async Task A_file_whose_name_is_an_action_is_a_file()
    {
        using var client = shared.Server.Client();
        await client.PutAsync("delete", "not an action");
        (await client.GetStringAsync("/api/files/delete")).ShouldBe("not an action");
    }

    [Fact]
    public async Task A_path_base_comes_off_whether_or_not_the_proxy_took_it()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["PUBLIC_URL"] = "https://files.example.com/store" });
        using var client = server.Client();
        (await client.PutAsync("a/b", "x"))["url"]!.GetValue<string>().ShouldBe("https://files.example.com/store/api/files/a/b");
        (await client.GetStringAsync("/store/api/files/a/b")).ShouldBe("x");
        (await client.GetStringAsync("/store/healthz")).ShouldContain("ok");
    }

    [Fact]
    public async Task Forwarded_headers_count_only_from_trusted_proxies()
    {
        using var client = shared.Server.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        (await client.PutAsync(Answers.NewKey(), "x"))["url"]!.GetValue<string>().ShouldStartWith(shared.Server.Address.ToString());

        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["TRUSTED_PROXIES"] = "127.0.0.0/8" });
        using var behind = server.Client();
        behind.DefaultRequestHeaders.Add("X-Forwarded-Host", "files.example.com");
        behind.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        behind.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        (await behind.PutAsync("k", "x"))["url"]!.GetValue<string>().ShouldBe("https://files.example.com/api/files/k");
    }
}
