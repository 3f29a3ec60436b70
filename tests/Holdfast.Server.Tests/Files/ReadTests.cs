using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Files;

public sealed class ReadTests(SharedServer shared)
{
    private const string Text = "0123456789abcdefghij";

    [Theory]
    [InlineData("bytes=0-0", "0", "bytes 0-0/20")]
    [InlineData("bytes=0-", Text, "bytes 0-19/20")]
    [InlineData("bytes=5-9", "56789", "bytes 5-9/20")]
    [InlineData("bytes=15-", "fghij", "bytes 15-19/20")]
    [InlineData("bytes=-3", "hij", "bytes 17-19/20")]
    [InlineData("bytes=-100", Text, "bytes 0-19/20")]
    [InlineData("bytes=18-1000", "ij", "bytes 18-19/20")]
    [InlineData("bytes=18-99999999999999999999", "ij", "bytes 18-19/20")]
    [InlineData("BYTES=1-2", "12", "bytes 1-2/20")]
    [InlineData("bytes= 1-2 , ", "12", "bytes 1-2/20")]
    [InlineData("bytes=50-60, 1-2", "12", "bytes 1-2/20")]
    public async Task A_range_gives_its_bytes(string range, string expected, string contentRange)
    {
        using var client = shared.Server.Client();
        using var answer = await RangedAsync(client, await StoreAsync(client), range);
        answer.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(expected);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe(contentRange);
        answer.Content.Headers.ContentLength.ShouldBe(expected.Length);
    }

    [Theory]
    [InlineData("bytes=20-")]
    [InlineData("bytes=20-30")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=99999999999999999999-")]
    public async Task A_range_past_the_end_is_416_with_the_size(string range)
    {
        using var client = shared.Server.Client();
        using var answer = await RangedAsync(client, await StoreAsync(client), range);
        await answer.ShouldBeProblemAsync(416, "range_not_satisfiable");
        answer.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */20");
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-1,2-3,4-5,6-7,8-9,10-11,12-13,14-15,16-17")]
    [InlineData("bytes=0-15,2-18")]
    public async Task A_range_that_cannot_be_meant_or_asks_too_much_gives_the_whole(string range)
    {
        using var client = shared.Server.Client();
        using var answer = await RangedAsync(client, await StoreAsync(client), range);
        answer.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(Text);
    }

    [Fact]
    public async Task Several_ranges_come_as_parts()
    {
        using var client = shared.Server.Client();
        using var answer = await RangedAsync(client, await StoreAsync(client), "bytes=0-1,5-6,-2");
        answer.ShouldBe(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("multipart/byteranges");
        var boundary = answer.Content.Headers.ContentType.Parameters.Single().Value;
        var body = await answer.Content.ReadAsStringAsync();
        answer.Content.Headers.ContentLength.ShouldBe(body.Length);
        string Part(string range, string bytes) => $"\r\n--{boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes {range}/20\r\n\r\n{bytes}";
        body.ShouldBe(Part("0-1", "01") + Part("5-6", "56") + Part("18-19", "ij") + $"\r\n--{boundary}--\r\n");
    }

    [Fact]
    public async Task The_last_bytes_of_an_empty_object_are_the_whole_and_others_are_416()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        await client.PutAsync(key, "");
        using var suffix = await RangedAsync(client, key, "bytes=-5");
        suffix.ShouldBe(HttpStatusCode.OK);
        suffix.Content.Headers.ContentLength.ShouldBe(0);
        using var from = await RangedAsync(client, key, "bytes=0-");
        await from.ShouldBeProblemAsync(416, "range_not_satisfiable");
    }

    [Fact]
    public async Task Head_has_the_headers_of_the_whole_and_no_body()
    {
        using var client = shared.Server.Client();
        var key = await StoreAsync(client);
        await using var raw = await RawConnection.OpenAsync(shared.Server.Address);
        await raw.SendAsync($"HEAD /api/files/{key} HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\nAuthorization: {TestCaller.Admin}\r\n\r\n");
        var answer = await raw.ReadAsync(head: true);
        answer.Status.ShouldBe(200);
        answer.Headers["Content-Length"].ShouldBe("20");
        answer.Headers["Accept-Ranges"].ShouldBe("bytes");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers.ShouldContainKey("ETag");
        answer.Headers.ShouldContainKey("Last-Modified");
        answer.Headers.ShouldNotContainKey("Server");
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Conditions_follow_the_order_of_the_rfc()
    {
        using var client = shared.Server.Client();
        var key = await StoreAsync(client);
        using var first = await client.GetAsync("/api/files/" + key);
        var etag = first.Headers.ETag!.Tag;
        var modified = first.Content.Headers.LastModified!.Value;
        var before = modified.AddSeconds(-10).ToString("R", CultureInfo.InvariantCulture);
        var same = modified.ToString("R", CultureInfo.InvariantCulture);

        (await StatusAsync(client, key, ("If-None-Match", etag))).ShouldBe(304);
        (await StatusAsync(client, key, ("If-None-Match", "W/" + etag))).ShouldBe(304);
        (await StatusAsync(client, key, ("If-None-Match", "*"))).ShouldBe(304);
        (await StatusAsync(client, key, ("If-None-Match", $"\"other\", {etag}"))).ShouldBe(304);
        (await StatusAsync(client, key, ("If-None-Match", "\"other\""))).ShouldBe(200);
        (await StatusAsync(client, key, ("If-Modified-Since", same))).ShouldBe(304);
        (await StatusAsync(client, key, ("If-Modified-Since", before))).ShouldBe(200);
        (await StatusAsync(client, key, ("If-Modified-Since", "yesterday"))).ShouldBe(200);
        (await StatusAsync(client, key, ("If-None-Match", "\"other\""), ("If-Modified-Since", same))).ShouldBe(200);
        (await StatusAsync(client, key, ("If-Match", etag))).ShouldBe(200);
        (await StatusAsync(client, key, ("If-Match", "W/" + etag))).ShouldBe(412);
        (await StatusAsync(client, key, ("If-Match", "\"other\""))).ShouldBe(412);
        (await StatusAsync(client, key, ("If-Unmodified-Since", before))).ShouldBe(412);
        (await StatusAsync(client, key, ("If-Unmodified-Since", same))).ShouldBe(200);
        (await StatusAsync(client, key, ("If-Match", etag), ("If-Unmodified-Since", before))).ShouldBe(200);

        (await StatusAsync(client, key, ("Range", "bytes=0-1"), ("If-Range", etag))).ShouldBe(206);
        (await StatusAsync(client, key, ("Range", "bytes=0-1"), ("If-Range", "W/" + etag))).ShouldBe(200);
        (await StatusAsync(client, key, ("Range", "bytes=0-1"), ("If-Range", "\"other\""))).ShouldBe(200);
        (await StatusAsync(client, key, ("Range", "bytes=0-1"), ("If-Range", same))).ShouldBe(206);
        (await StatusAsync(client, key, ("Range", "bytes=0-1"), ("If-Range", before))).ShouldBe(200);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("TEXT/HTML; charset=utf-8")]
    [InlineData("image/svg+xml")]
    [InlineData("application/xhtml+xml")]
    [InlineData("text/xml")]
    [InlineData("application/javascript")]
    [InlineData("text/javascript")]
    [InlineData("text/css")]
    [InlineData("application/x-shockwave-flash")]
    public async Task What_runs_in_a_browser_is_an_attachment_in_a_sandbox(string type)
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey("page");
        await client.PutAsync(key, "<script>alert(1)</script>", type);
        using var answer = await client.GetAsync("/api/files/" + key);
        answer.Content.Headers.TryGetValues("Content-Type", out var types).ShouldBeTrue();
        types.ShouldBe([type]);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("video/mp4")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/pdf")]
    public async Task What_cannot_run_is_shown_unless_a_download_is_asked_for(string type)
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey("shown");
        await client.PutAsync(key, "x", type);
        using var inline = await client.GetAsync("/api/files/" + key);
        inline.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        using var download = await client.GetAsync($"/api/files/{key}?download=1");
        download.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Theory]
    [InlineData("plain name.txt", "inline; filename=\"plain name.txt\"")]
    [InlineData("Größe \"5\".txt", "inline; filename=\"Gr__e _5_.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%225%22.txt")]
    [InlineData("100%.txt", "inline; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt")]
    [InlineData("a\r\nSet-Cookie: x.txt", "inline; filename=\"a__Set-Cookie: x.txt\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x.txt")]
    public async Task Any_file_name_is_told_safely(string name, string header)
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey(Uri.EscapeDataString(name));
        await client.PutAsync(key, "x", "text/plain");
        using var answer = await client.GetAsync("/api/files/" + key);
        answer.Content.Headers.GetValues("Content-Disposition").Single().ShouldBe(header);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Large_content_and_ranges_across_blocks_come_back_exactly()
    {
        using var client = shared.Server.Client();
        var bytes = new byte[(3 << 20) + 12345];
        new Random(7).NextBytes(bytes);
        var key = Answers.NewKey("big.bin");
        await client.PutAsync(key, bytes);
        (await client.GetByteArrayAsync("/api/files/" + key)).ShouldBe(bytes);
        using var answer = await RangedAsync(client, key, "bytes=1048570-2097160");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[1048570..2097161]);
    }

    [Fact]
    public async Task A_missing_object_is_404_in_every_form()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        foreach (var query in (string[])["", "?info=1", "?explain=1", "?download=1", "?version=nope"])
        {
            using var answer = await client.GetAsync("/api/files/" + key + query);
            await answer.ShouldBeProblemAsync(404, "object_not_found");
        }
    }

    [Fact]
    public async Task An_older_version_that_is_gone_is_404_and_the_present_one_is_served_by_its_id()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        var stored = await client.PutAsync(key, "one");
        using var present = await client.GetAsync($"/api/files/{key}?version={stored["version"]}");
        (await present.Content.ReadAsStringAsync()).ShouldBe("one");
        present.Headers.CacheControl!.Extensions.ShouldContain(e => e.Name == "immutable");
        using var malformed = await client.GetAsync($"/api/files/{key}?download=maybe");
        await malformed.ShouldBeProblemAsync(400, "invalid_argument");
    }

    private static async Task<string> StoreAsync(HttpClient client)
    {
        var key = Answers.NewKey();
        await client.PutAsync(key, Encoding.UTF8.GetBytes(Text), "text/plain");
        return key;
    }

    private static async Task<HttpResponseMessage> RangedAsync(HttpClient client, string key, string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/files/" + key);
        request.Headers.TryAddWithoutValidation("Range", range).ShouldBeTrue();
        return await client.SendAsync(request);
    }

    private static async Task<int> StatusAsync(HttpClient client, string key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/files/" + key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
