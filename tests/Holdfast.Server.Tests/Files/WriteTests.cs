using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Files;

public sealed class WriteTests(SharedServer shared)
{
    [Fact]
    public async Task New_is_201_with_a_location_and_replaced_is_200()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        using var created = await SendAsync(client, key, "one");
        created.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldBe($"{shared.Server.Address}api/files/{key}");
        created.Headers.ETag!.Tag.ShouldBe($"\"{(await created.JsonAsync())["etag"]}\"");
        using var replaced = await SendAsync(client, key, "2");
        replaced.ShouldBe(HttpStatusCode.OK);
        (await client.GetStringAsync("/api/files/" + key)).ShouldBe("2");
    }

    [Fact]
    public async Task Conditions_of_a_put_hold_at_the_commit()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        using var first = await SendAsync(client, key, "one", ("If-None-Match", "*"));
        first.ShouldBe(HttpStatusCode.Created);
        using var again = await SendAsync(client, key, "two", ("If-None-Match", "*"));
        await again.ShouldBeProblemAsync(412, "precondition_failed");
        using var wrong = await SendAsync(client, key, "two", ("If-Match", "\"other\""));
        await wrong.ShouldBeProblemAsync(412, "precondition_failed");
        using var weak = await SendAsync(client, key, "two", ("If-Match", "W/" + first.Headers.ETag!.Tag));
        await weak.ShouldBeProblemAsync(412, "precondition_failed");
        using var malformed = await SendAsync(client, key, "two", ("If-Match", "no quotes"));
        await malformed.ShouldBeProblemAsync(400, "invalid_argument");
        (await client.GetStringAsync("/api/files/" + key)).ShouldBe("one");
        using var right = await SendAsync(client, key, "two", ("If-Match", first.Headers.ETag.Tag));
        right.ShouldBe(HttpStatusCode.OK);
        using var nothing = await SendAsync(client, Answers.NewKey(), "two", ("If-Match", "*"));
        await nothing.ShouldBeProblemAsync(412, "precondition_failed");
    }

    [Fact]
    public async Task Digests_are_verified_and_a_wrong_one_keeps_nothing()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        var sha = Convert.ToHexStringLower(SHA256.HashData("right"u8));
#pragma warning disable CA5351 // Content-MD5 is what HTTP calls it.
        var md5 = Convert.ToBase64String(MD5.HashData("right"u8));
#pragma warning restore CA5351
        foreach (var header in (string[])["X-Holdfast-Sha256", "Content-MD5"])
        {
            using var wrong = await SendAsync(client, key, "wrong", (header, header == "Content-MD5" ? md5 : sha));
            await wrong.ShouldBeProblemAsync(422, "integrity_mismatch");
            using var missing = await client.GetAsync("/api/files/" + key);
            missing.ShouldBe(HttpStatusCode.NotFound);
        }

        using var right = await SendAsync(client, key, "right", ("X-Holdfast-Sha256", sha.ToUpperInvariant()), ("Content-MD5", md5));
        right.ShouldBe(HttpStatusCode.Created);
        (await right.JsonAsync())["sha256"]!.GetValue<string>().ShouldBe(sha);
        using var malformed = await SendAsync(client, key, "right", ("X-Holdfast-Sha256", "abc"));
        await malformed.ShouldBeProblemAsync(400, "invalid_argument");
        using var notBase64 = await SendAsync(client, key, "right", ("Content-MD5", sha));
        await notBase64.ShouldBeProblemAsync(400, "invalid_argument");
    }

    [Fact]
    public async Task Metadata_type_and_expiry_travel_with_the_object()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        using var stored = await SendAsync(client, key, "x", ("Content-Type", "text/x-odd; a=b"), ("X-Holdfast-Meta-Project-Name", "Größe 5"), ("X-Holdfast-Expires-In", "3600"));
        var json = await stored.JsonAsync();
        json["content_type"]!.GetValue<string>().ShouldBe("text/x-odd; a=b");
        json["metadata"]!["project-name"]!.GetValue<string>().ShouldBe("Größe 5");
        (json["expires_at"]!.GetValue<DateTimeOffset>() - json["created_at"]!.GetValue<DateTimeOffset>()).TotalSeconds.ShouldBe(3600, 30);
        await using var raw = await RawConnection.OpenAsync(shared.Server.Address);
        await raw.SendAsync($"GET /api/files/{key} HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\n\r\n");
        var answer = await raw.ReadAsync();
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer.Headers["X-Holdfast-Meta-project-name"])).ShouldBe("Größe 5");
        answer.Headers["Content-Type"].ShouldBe("text/x-odd; a=b");
    }

    [Theory]
    [InlineData("X-Holdfast-Expires-In", "0")]
    [InlineData("X-Holdfast-Expires-In", "-5")]
    [InlineData("X-Holdfast-Expires-In", "soon")]
    [InlineData("X-Holdfast-Expires-In", "99999999999999999999")]
    [InlineData("Content-Range", "bytes 0-1/5")]
    [InlineData("If-None-Match", "\"a\"")]
    [InlineData("If-Unmodified-Since", "Tue, 01 Jan 2030 00:00:00 GMT")]
    public async Task A_header_that_cannot_be_honoured_is_refused(string name, string value)
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        using var answer = await SendAsync(client, key, "x", (name, value));
        await answer.ShouldBeProblemAsync(400, "invalid_argument");
        using var missing = await client.GetAsync("/api/files/" + key);
        missing.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_storage_class_that_the_backend_does_not_have_is_refused()
    {
        using var client = shared.Server.Client();
        using var answer = await SendAsync(client, Answers.NewKey(), "x", ("X-Holdfast-Storage-Class", "GLACIER"));
        ((int)answer.StatusCode).ShouldBeInRange(400, 422, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_declared_length_over_the_limit_is_refused_before_the_first_byte()
    {
        await using var raw = await RawConnection.OpenAsync(shared.Server.Address);
        await raw.SendAsync($"PUT /api/files/{Answers.NewKey()} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nAuthorization: {TestCaller.Admin}\r\nContent-Length: {(4 << 20) + 1}\r\n\r\n");
        var answer = await raw.ReadAsync();
        answer.Status.ShouldBe(413, answer.Body);
        answer.Body.ShouldContain("\"limit_bytes\":4194304");
        answer.Body.ShouldContain("\"code\":\"too_large\"");
    }

    [Fact]
    public async Task The_limit_itself_is_allowed_and_a_chunked_body_is_refused_at_the_byte_that_passes_it()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        using var fits = await client.PutAsync("/api/files/" + key, new ByteArrayContent(new byte[4 << 20]));
        fits.ShouldBe(HttpStatusCode.Created);
        var over = Answers.NewKey();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/" + over) { Content = new StreamContent(new MemoryStream(new byte[(4 << 20) + 1])) };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await client.SendAsync(request);
        await answer.ShouldBeProblemAsync(413, "too_large");
        using var missing = await client.GetAsync("/api/files/" + over);
        missing.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_is_204_also_when_there_was_nothing_and_honours_if_match()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        await client.PutAsync(key, "x");
        using var guarded = new HttpRequestMessage(HttpMethod.Delete, "/api/files/" + key);
        guarded.Headers.TryAddWithoutValidation("If-Match", "\"other\"");
        using var refused = await client.SendAsync(guarded);
        await refused.ShouldBeProblemAsync(412, "precondition_failed");
        for (var i = 0; i < 2; i++)
        {
            using var deleted = await client.DeleteAsync("/api/files/" + key);
            deleted.ShouldBe(HttpStatusCode.NoContent);
        }

        using var missing = await client.GetAsync("/api/files/" + key);
        missing.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Types_that_are_not_allowed_are_415_with_those_that_are()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["ALLOWED_CONTENT_TYPES"] = "image/*,text/csv" });
        using var client = server.Client();
        using var refused = await SendAsync(client, "a.html", "x", ("Content-Type", "text/html"));
        (await refused.ShouldBeProblemAsync(415, "unsupported_media_type"))["allowed"]!.AsArray().Select(a => a!.GetValue<string>()).ShouldBe(["image/*", "text/csv"]);
        using var byName = await SendAsync(client, "a.exe", "x");
        await byName.ShouldBeProblemAsync(415, "unsupported_media_type");
        using var csv = await SendAsync(client, "a.csv", "x", ("Content-Type", "text/csv; charset=utf-8"));
        csv.ShouldBe(HttpStatusCode.Created);
        using var image = await SendAsync(client, "a.png", "x");
        image.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string key, string content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/" + key) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)) };
        foreach (var (name, value) in headers)
        {
            (request.Content.Headers.TryAddWithoutValidation(name, value) || request.Headers.TryAddWithoutValidation(name, value)).ShouldBeTrue(name);
        }

        return await client.SendAsync(request);
    }
}
