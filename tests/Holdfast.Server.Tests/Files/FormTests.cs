using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Files;

public sealed class FormTests(SharedServer shared)
{
    [Fact]
    public async Task A_segment_gives_the_key_and_a_taken_name_gets_a_number()
    {
        using var client = shared.Server.Client();
        var name = Guid.NewGuid().ToString("N");
        (await KeysAsync(await PostAsync(client, [("segment", "videos")], ($"{name}.mp4", "a")))).ShouldBe([$"videos/{name}.mp4"]);
        (await KeysAsync(await PostAsync(client, [("segment", "videos")], ($"{name}.mp4", "b"), ($"{name}.mp4", "c")))).ShouldBe([$"videos/{name} (1).mp4", $"videos/{name} (2).mp4"]);
        (await KeysAsync(await PostAsync(client, [("segment", "videos"), ("overwrite", "true")], ($"{name}.mp4", "d")))).ShouldBe([$"videos/{name}.mp4"]);
        (await client.GetStringAsync($"/api/files/videos/{name}.mp4")).ShouldBe("d");
        (await client.GetStringAsync($"/api/files/videos/{name}%20(2).mp4")).ShouldBe("c");
    }

    [Fact]
    public async Task Fields_say_where_files_go()
    {
        using var client = shared.Server.Client();
        var name = Guid.NewGuid().ToString("N") + ".txt";
        (await KeysAsync(await PostAsync(client, [], (name, "x")))).ShouldBe([$"uploads/{name}"]);
        (await KeysAsync(await PostAsync(client, [("prefix", "a/b")], (name, "x")))).ShouldBe([$"a/b/{name}"]);
        (await KeysAsync(await PostAsync(client, [("segment", "logs"), ("prefix", "x/")], (name, "x")))).ShouldBe([$"logs/x/{name}"]);
        (await KeysAsync(await PostAsync(client, [("key", $"exact/{name}.bin")], ("other.txt", "x")))).ShouldBe([$"exact/{name}.bin"]);
        var video = await PostAsync(client, [("kind", "video")], (name, "x"));
        var json = await video.JsonAsync();
        json["files"]![0]!["key"]!.GetValue<string>().ShouldBe($"videos/{name}");
        json["files"]![0]!["metadata"]!["kind"]!.GetValue<string>().ShouldBe("video");
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\\\Users\\\\me\\\\report.txt", "report.txt")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("Gr\u00f6\u00dfe.txt", "Gr\u00f6\u00dfe.txt")]
    public async Task A_file_name_never_leaves_its_folder(string given, string expected)
    {
        var prefix = "names-" + Guid.NewGuid().ToString("N");
        var body = $"--b\r\nContent-Disposition: form-data; name=\"prefix\"\r\n\r\n{prefix}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{given}\"\r\n\r\nx\r\n--b--\r\n";
        using var client = shared.Server.Client();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        (await KeysAsync(await client.PostAsync("/api/files", content))).ShouldBe([$"{prefix}/{expected}"]);
    }

    [Fact]
    public async Task Sixty_four_uploads_of_one_name_all_get_one_of_their_own()
    {
        using var client = shared.Server.Client();
        var name = Guid.NewGuid().ToString("N");
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => PostAsync(client, [("prefix", "race")], ($"{name}.txt", $"content {i}"))));
        var keys = new HashSet<string>();
        for (var i = 0; i < answers.Length; i++)
        {
            var key = (await KeysAsync(answers[i])).Single();
            keys.Add(key).ShouldBeTrue(key);
            (await client.GetStringAsync("/api/files/" + Uri.EscapeDataString(key))).ShouldBe($"content {i}");
        }
    }

    [Fact]
    public async Task Names_are_found_quickly_when_many_are_taken()
    {
        using var client = shared.Server.Client();
        var prefix = Guid.NewGuid().ToString("N");
        for (var i = 0; i < 20; i++)
        {
            (await KeysAsync(await PostAsync(client, [("prefix", prefix)], ("a.tar.gz", "x")))).ShouldBe([i == 0 ? $"{prefix}/a.tar.gz" : $"{prefix}/a.tar ({i}).gz"]);
        }
    }

    [Fact]
    public async Task A_repeated_idempotency_key_gets_the_first_answer_and_does_nothing()
    {
        using var client = shared.Server.Client();
        var key = Guid.NewGuid().ToString();
        var name = Guid.NewGuid().ToString("N") + ".txt";
        using var first = await PostAsync(client, [("prefix", "once")], key, (name, "one"));
        first.ShouldBe(HttpStatusCode.Created);
        using var second = await PostAsync(client, [("prefix", "once")], key, (name, "one"));
        second.ShouldBe(HttpStatusCode.Created);
        second.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        using var list = await client.GetAsync("/api/files?prefix=once/" + name[..32]);
        (await list.JsonAsync())["objects"]!.AsArray().Count.ShouldBe(1);

        using var stranger = shared.Server.Client(TestCaller.Member);
        (await KeysAsync(await PostAsync(stranger, [("prefix", "once")], key, (name, "one")))).Single().ShouldEndWith(" (1).txt");
    }

    [Fact]
    public async Task An_idempotency_key_of_a_failed_upload_can_be_used_again()
    {
        using var client = shared.Server.Client();
        var key = Guid.NewGuid().ToString();
        using var failed = await PostAsync(client, [("nonsense", "x")], key, ("a.txt", "x"));
        await failed.ShouldBeProblemAsync(400, "invalid_argument");
        using var again = await PostAsync(client, [], key, (Guid.NewGuid().ToString("N"), "x"));
        again.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_repetition_while_the_first_is_under_way_is_409_and_stores_nothing()
    {
        using var client = shared.Server.Client();
        var key = Guid.NewGuid().ToString();
        var prefix = Guid.NewGuid().ToString("N");
        var body = $"--b\r\nContent-Disposition: form-data; name=\"prefix\"\r\n\r\n{prefix}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n";
        await using var first = await RawConnection.OpenAsync(shared.Server.Address);
        await first.SendAsync($"POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nIdempotency-Key: {key}\r\nContent-Type: multipart/form-data; boundary=b\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n");
        // The server asks for the body once it has taken the key.
        (await first.ReadAsync(head: true)).Status.ShouldBe(100);
        using var second = await PostAsync(client, [("prefix", prefix)], key, ("a.txt", "x"));
        await second.ShouldBeProblemAsync(409, "conflict");
        second.Headers.RetryAfter.ShouldNotBeNull();
        await first.SendAsync(body);
        (await first.ReadAsync()).Status.ShouldBe(201);
        using var third = await PostAsync(client, [("prefix", prefix)], key, ("a.txt", "x"));
        third.Headers.Contains("Idempotent-Replayed").ShouldBeTrue();
        using var list = await client.GetAsync("/api/files?prefix=" + prefix);
        (await list.JsonAsync())["objects"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_idempotency_key_belongs_to_one_request()
    {
        using var client = shared.Server.Client();
        var key = Guid.NewGuid().ToString();
        foreach (var (query, status) in (((string, int)[])[("?segment=logs", 201), ("?segment=videos", 422)]))
        {
            using var form = new MultipartFormDataContent { { new StringContent("x"), "file", Guid.NewGuid().ToString("N") } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/files" + query) { Content = form };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await client.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(status);
        }
    }

    [Fact]
    public async Task What_is_no_form_or_holds_no_file_is_refused()
    {
        using var client = shared.Server.Client();
        using var json = await client.PostAsync("/api/files", new StringContent("{}", Encoding.UTF8, "application/json"));
        await json.ShouldBeProblemAsync(415, "unsupported_media_type");
        using var none = await PostAsync(client, [("segment", "logs")]);
        await none.ShouldBeProblemAsync(400, "invalid_argument");
        using var twoKeys = await PostAsync(client, [("key", Answers.NewKey())], ("a", "x"), ("b", "y"));
        await twoKeys.ShouldBeProblemAsync(400, "invalid_argument");
        using var late = new MultipartFormDataContent { { new StringContent("x"), "file", "a.txt" }, { new StringContent("videos"), "segment" } };
        using var tooLate = await client.PostAsync("/api/files", late);
        (await tooLate.ShouldBeProblemAsync(400, "invalid_argument"))["detail"]!.GetValue<string>().ShouldContain("segment");
        using var reserved = await PostAsync(client, [("prefix", ".holdfast/")], ("a", "x"));
        await reserved.ShouldBeProblemAsync(400, "invalid_key");
        using var dots = await PostAsync(client, [("prefix", "a/../b")], ("a", "x"));
        await dots.ShouldBeProblemAsync(400, "invalid_key");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, (string Name, string Value)[] fields, params (string Name, string Content)[] files) =>
        PostAsync(client, fields, null, files);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, (string Name, string Value)[] fields, string? idempotencyKey, params (string Name, string Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/files") { Content = form };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await client.SendAsync(request);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return [.. JsonNode.Parse(text)!["files"]!.AsArray().Select(f => f!["key"]!.GetValue<string>())];
    }
}
