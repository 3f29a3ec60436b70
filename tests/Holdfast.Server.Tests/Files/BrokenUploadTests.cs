using System.Net;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Files;

/// <summary>On a server of its own, because it counts what is left over.</summary>
public sealed class BrokenUploadTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(new Dictionary<string, string> { ["MAX_UPLOAD_SIZE_MB"] = "4" });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task A_client_that_goes_away_midway_leaves_nothing(string method)
    {
        var (head, start) = Request(method, 3 << 20);
        for (var i = 0; i < 3; i++)
        {
            var raw = await RawConnection.OpenAsync(_server.Address);
            await raw.SendAsync(head + start);
            await raw.SendAsync(new byte[1 << 20]);
            if (i == 0)
            {
                raw.Reset();
            }
            else
            {
                await raw.DisposeAsync();
            }
        }

        await ShouldBeEmptyAsync();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task A_body_shorter_than_it_said_is_400_and_leaves_nothing(string method)
    {
        var (head, start) = Request(method, 3 << 20);
        await using var raw = await RawConnection.OpenAsync(_server.Address);
        await raw.SendAsync(head + start);
        await raw.SendAsync(new byte[100_000]);
        raw.FinishSending();
        var answer = await raw.ReadAsync();
        answer.Status.ShouldBeOneOf(0, 400);
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task A_form_without_its_end_is_400_and_leaves_nothing()
    {
        const string body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\nbytes that never end";
        await using var raw = await RawConnection.OpenAsync(_server.Address);
        await raw.SendAsync($"POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var answer = await raw.ReadAsync();
        answer.Status.ShouldBe(400, answer.Body);
        answer.Body.ShouldContain("\"code\":\"bad_request\"");
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task A_chunked_body_that_breaks_off_leaves_nothing()
    {
        var raw = await RawConnection.OpenAsync(_server.Address);
        await raw.SendAsync($"PUT /api/files/chunked HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        await raw.DisposeAsync();
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task A_malformed_chunk_is_400_and_leaves_nothing()
    {
        await using var raw = await RawConnection.OpenAsync(_server.Address);
        await raw.SendAsync($"PUT /api/files/chunked HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
        (await raw.ReadAsync()).Status.ShouldBe(400);
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_leaves_nothing()
    {
        using var client = _server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/over") { Content = new StreamContent(new MemoryStream(new byte[(4 << 20) + 1])) };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await client.SendAsync(request);
        await answer.ShouldBeProblemAsync(413, "too_large");
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task A_form_that_fails_at_its_second_file_keeps_none()
    {
        using var client = _server.Client();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent("one"u8.ToArray()), "file", "one.txt" },
            { new ByteArrayContent(new byte[(4 << 20) + 1]), "file", "two.txt" },
        };
        using var answer = await client.PostAsync("/api/files", form);
        await answer.ShouldBeProblemAsync(413, "too_large");
        await ShouldBeEmptyAsync();
    }

    private (string Head, string Start) Request(string method, int length)
    {
        if (method == "PUT")
        {
            return ($"PUT /api/files/broken HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nContent-Length: {length}\r\n\r\n", string.Empty);
        }

        const string start = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"broken.bin\"\r\n\r\n";
        return ($"POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n", start);
    }

    // What was cut off is cleaned up as soon as the server notices; until then the test looks again.
    private async Task ShouldBeEmptyAsync()
    {
        using var client = _server.Client();
        for (var i = 0; i < 200 && _server.Homes().Count > 0; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        _server.Homes().ShouldBeEmpty();
        using var list = await client.GetAsync("/api/files");
        (await list.JsonAsync())["objects"]!.AsArray().Count.ShouldBe(0);
    }
}
