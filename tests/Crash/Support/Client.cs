using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Holdfast.Crash.Support;

/// <summary>Speaks HTTP with a server on this machine.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    public Client(Uri url)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256, UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(10) };
    }

    public static string PathOf(string key) => "api/files/" + string.Join('/', key.Split('/').Select(Uri.EscapeDataString));

    public void Dispose() => _http.Dispose();

    public async Task<Answer> PutAsync(string key, HttpContent content, CancellationToken cancellationToken = default)
    {
        using var response = await _http.PutAsync(PathOf(key), content, cancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task<Answer> PutAsync(string key, byte[] bytes, CancellationToken cancellationToken = default) => PutAsync(key, new ByteArrayContent(bytes), cancellationToken);

    /// <summary>A whole object; throws when it is cut off.</summary>
    public async Task<Answer> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        using var response = await _http.GetAsync(PathOf(key), cancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task<HttpResponseMessage> OpenAsync(string path) => _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    public async Task<Answer> DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        using var response = await _http.DeleteAsync(PathOf(key), cancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task<Answer> CopyAsync(string from, string to, CancellationToken cancellationToken = default) => PostAsync("api/files/copy", new { from, to, overwrite = true }, cancellationToken);

    public Task<Answer> MoveAsync(string from, string to, CancellationToken cancellationToken = default) => PostAsync("api/files/move", new { from, to, overwrite = true }, cancellationToken);

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
    }

    public async Task<string> StateAsync() => (await JsonAsync("storage/status")).GetProperty("status").GetString()!;

    /// <summary>Waits for what <c>/storage/status</c> says.</summary>
    public async Task UntilStateAsync(Func<string, bool> wanted, string why)
    {
        var last = string.Empty;
        for (var end = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < end; await Task.Delay(100))
        {
            last = await StateAsync();
            if (wanted(last))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The status stays '{last}': {why}");
    }

    /// <summary>All keys with their SHA-256, by pages.</summary>
    public async Task<Dictionary<string, string?>> ListAsync(string prefix = "", int limit = 1000)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var page = await JsonAsync($"api/files?limit={limit}&prefix={Uri.EscapeDataString(prefix)}" + (cursor is null ? string.Empty : "&cursor=" + Uri.EscapeDataString(cursor)));
            foreach (var one in page.GetProperty("objects").EnumerateArray())
            {
                all.Add(one.GetProperty("key").GetString()!, one.GetProperty("sha256").GetString());
            }

            cursor = page.GetProperty("next_cursor").GetString();
            if (cursor is null)
            {
                return all;
            }
        }
    }

    /// <summary>Reads and hashes every byte that is stored; all counts of damage must be zero.</summary>
    public async Task VerifyAsync(bool repair = false)
    {
        var started = await PostAsync("api/admin/storage/verify", new { deep = true, repair });
        started.Status.ShouldBe(HttpStatusCode.Accepted);
        var id = started.Json.GetProperty("job_id").GetString();
        for (var end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(50))
        {
            var job = await JsonAsync("api/admin/jobs/" + id);
            if (job.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                job.GetProperty("state").GetString().ShouldBe("succeeded", job.ToString());
                var report = job.GetProperty("report");
                foreach (var damage in new[] { "missing", "corrupt", "foreign", "orphans", "views", "unrecoverable" })
                {
                    report.GetProperty(damage).GetInt64().ShouldBe(0, $"{damage}: {report}");
                }

                return;
            }
        }

        throw new InvalidOperationException("The verification does not end.");
    }

    private async Task<Answer> PostAsync(string path, object body, CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync(path, content, cancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}

/// <summary>A status and a body.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body)
{
    public bool Succeeded => (int)Status is >= 200 and < 300;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Text => Encoding.UTF8.GetString(Body);
}
