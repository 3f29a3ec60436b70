using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Cli.Tests.Support;

/// <summary>A server that speaks the API from memory and breaks where it is told to.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Token = "secret-token";
    public const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static readonly DateTimeOffset Stored = new(2026, 11, 21, 11, 33, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly Lock _lock = new();

    private FakeServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>The objects, in the order of their UTF-8 bytes.</summary>
    public SortedDictionary<string, FakeObject> Objects { get; } = new(Comparer<string>.Create((x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))));

    /// <summary>Method and raw target of each request, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Is asked before each request; true when it answered itself.</summary>
    public Func<HttpContext, string, Task<bool>>? Before { get; set; }

    /// <summary>After how many bytes the next downloads break, once each.</summary>
    public Queue<int> BreakDownloadsAt { get; } = new();

    /// <summary>Jobs as they are, by id.</summary>
    public Dictionary<string, JsonObject> Jobs { get; } = [];

    /// <summary>What a verification ends with.</summary>
    public JsonObject Report { get; set; } = new() { ["checked"] = 3, ["ok"] = 3, ["missing"] = 0, ["corrupt"] = 0, ["orphans"] = 0, ["repaired"] = 0, ["unrecoverable"] = 0 };

    /// <summary>The body of the last request that had JSON.</summary>
    public JsonNode? LastBody { get; private set; }

    /// <summary>The objects of one page.</summary>
    public int PageSize { get; set; } = 1000;

    public static async Task<FakeServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new FakeServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public FakeObject Put(string key, byte[] bytes, string contentType = "text/plain")
    {
        lock (_lock)
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return Objects[key] = new FakeObject(key, bytes, contentType, sha256, [], sha256[..16]);
        }
    }

    public FakeObject Put(string key, string text) => Put(key, Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    public static Task ProblemAsync(HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(new JsonObject { ["type"] = "about:blank", ["title"] = "No", ["status"] = status, ["code"] = code, ["detail"] = detail, ["trace_id"] = Trace }.ToJsonString());
    }

    public static Task JsonAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    private async Task HandleAsync(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        lock (_lock)
        {
            Requests.Add($"{context.Request.Method} {raw}");
        }

        if (Before is not null && await Before(context, raw))
        {
            return;
        }

        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            await ProblemAsync(context, 401, "unauthorized", "Sign in, or send a token as 'Authorization: Bearer ...'.");
            return;
        }

        if (context.Request.ContentType == "application/json")
        {
            LastBody = await JsonNode.ParseAsync(context.Request.Body);
        }

        await RouteAsync(context, raw.Split('?')[0]);
    }

    private Task RouteAsync(HttpContext context, string path) => (context.Request.Method, path) switch
    {
        ("GET", "/storage/status") => JsonAsync(context, 200, Answers.Status()),
        ("GET", "/api/files") => ListAsync(context),
        ("POST", "/api/files/delete") => DeleteAsync(context),
        ("POST", "/api/files/copy") => TransferAsync(context, move: false),
        ("POST", "/api/files/move") => TransferAsync(context, move: true),
        ("POST", "/api/admin/storage/verify") => JsonAsync(context, 202, AddJob()),
        ("GET", "/api/admin/jobs") => JsonAsync(context, 200, new JsonObject { ["jobs"] = new JsonArray([.. Jobs.Values.Select(job => job.DeepClone())]), ["next_cursor"] = null }),
        (_, _) when path.StartsWith("/api/admin/jobs/", StringComparison.Ordinal) => JobAsync(context, path.Split('/')),
        (_, _) when path.StartsWith("/api/users", StringComparison.Ordinal) || path.StartsWith("/api/tokens", StringComparison.Ordinal) => Answers.PeopleAsync(context, path, LastBody),
        (_, _) when path.StartsWith("/api/files/", StringComparison.Ordinal) => FileAsync(context, Uri.UnescapeDataString(path["/api/files/".Length..])),
        _ => ProblemAsync(context, 404, "not_found", "There is nothing at this path."),
    };

    private Task ListAsync(HttpContext context)
    {
        var prefix = context.Request.Query["prefix"].ToString();
        var delimiter = context.Request.Query["delimiter"].ToString();
        var after = context.Request.Query["cursor"].ToString();
        var objects = new JsonArray();
        var prefixes = new JsonArray();
        string? last = null;
        lock (_lock)
        {
            foreach (var found in Objects.Values.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var cut = delimiter.Length == 0 ? -1 : found.Key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
                var name = cut < 0 ? found.Key : found.Key[..(cut + 1)];
                if ((after.Length > 0 && Encoding.UTF8.GetBytes(name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(after)) <= 0) || name == last)
                {
                    continue;
                }

                if (objects.Count + prefixes.Count == PageSize)
                {
                    return JsonAsync(context, 200, new JsonObject { ["objects"] = objects, ["prefixes"] = prefixes, ["next_cursor"] = last });
                }

                last = name;
                (cut < 0 ? objects : prefixes).Add(cut < 0 ? found.ToJson() : JsonValue.Create(name));
            }
        }

        return JsonAsync(context, 200, new JsonObject { ["objects"] = objects, ["prefixes"] = prefixes, ["next_cursor"] = null });
    }

    private Task DeleteAsync(HttpContext context)
    {
        var results = new JsonArray();
        lock (_lock)
        {
            foreach (var key in LastBody!["keys"]!.AsArray().Select(node => node!.GetValue<string>()))
            {
                var refused = key.Contains("protected", StringComparison.Ordinal);
                var existed = !refused && Objects.Remove(key);
                results.Add(new JsonObject
                {
                    ["key"] = key,
                    ["status"] = refused ? "failed" : existed ? "deleted" : "not_found",
                    ["deleted"] = existed,
                    ["error"] = refused ? new JsonObject { ["code"] = "forbidden", ["detail"] = "It is protected." } : null,
                });
            }
        }

        return JsonAsync(context, 200, new JsonObject { ["results"] = results });
    }

    private Task TransferAsync(HttpContext context, bool move)
    {
        var (from, to) = (LastBody!["from"]!.GetValue<string>(), LastBody["to"]!.GetValue<string>());
        lock (_lock)
        {
            if (!Objects.TryGetValue(from, out var source))
            {
                return ProblemAsync(context, 404, "object_not_found", $"There is no object '{from}'.");
            }

            var there = Objects.ContainsKey(to);
            if (there && !LastBody["overwrite"]!.GetValue<bool>())
            {
                return ProblemAsync(context, 409, "conflict", $"'{to}' is there already.");
            }

            Objects[to] = source with { Key = to };
            if (move)
            {
                Objects.Remove(from);
            }

            return JsonAsync(context, there ? 200 : 201, Objects[to].ToJson());
        }
    }

    private JsonObject AddJob()
    {
        var id = "job-" + (Jobs.Count + 1).ToString(CultureInfo.InvariantCulture);
        Jobs[id] = new JsonObject
        {
            ["id"] = id,
            ["kind"] = "verify",
            ["state"] = "succeeded",
            ["progress"] = new JsonObject { ["files_total"] = 3, ["files_done"] = 3, ["files_failed"] = 0, ["bytes_total"] = 30, ["bytes_done"] = 30, ["bytes_per_second"] = 30, ["eta_seconds"] = 0 },
            ["report"] = Report.DeepClone(),
            ["error"] = null,
            ["owner"] = "admin",
            ["created_at"] = "2026-11-21T11:33:00Z",
            ["started_at"] = "2026-11-21T11:33:01Z",
            ["finished_at"] = "2026-11-21T11:33:02Z",
        };
        return new JsonObject { ["job_id"] = id, ["state"] = "queued" };
    }

    private async Task JobAsync(HttpContext context, string[] path)
    {
        if (!Jobs.TryGetValue(path[4], out var job))
        {
            await ProblemAsync(context, 404, "job_not_found", "There is no job of this id.");
            return;
        }

        switch (path.ElementAtOrDefault(5))
        {
            case "events":
                context.Response.ContentType = "text/event-stream";
                var running = job.DeepClone();
                running["state"] = "running";
                await context.Response.WriteAsync($": hello\n\nevent: job\ndata: {running.ToJsonString()}\n\nevent: job\ndata: {job.ToJsonString()}\n\n");
                break;
            case "items":
                await JsonAsync(context, 200, new JsonObject { ["items"] = new JsonArray(new JsonObject { ["kind"] = "corrupt", ["key"] = "docs/a.txt", ["backend"] = "local", ["detail"] = "other bytes" }), ["next_cursor"] = null });
                break;
            default:
                await JsonAsync(context, 200, job.DeepClone());
                break;
        }
    }

    private async Task FileAsync(HttpContext context, string key)
    {
        if (context.Request.Method == "PUT")
        {
            await StoreAsync(context, key);
            return;
        }

        FakeObject? found;
        lock (_lock)
        {
            Objects.TryGetValue(key, out found);
        }

        if (found is null)
        {
            await ProblemAsync(context, 404, "object_not_found", $"There is no object '{key}'.");
        }
        else if (context.Request.Query.ContainsKey("info"))
        {
            await JsonAsync(context, 200, found.ToJson());
        }
        else if (context.Request.Query.ContainsKey("explain"))
        {
            await JsonAsync(context, 200, Answers.Explanation(found));
        }
        else
        {
            await SendAsync(context, found);
        }
    }

    private async Task StoreAsync(HttpContext context, string key)
    {
        bool there;
        lock (_lock)
        {
            there = Objects.ContainsKey(key);
        }

        if (context.Request.Headers.IfNoneMatch == "*" && there)
        {
            await ProblemAsync(context, 412, "precondition_failed", $"'{key}' is there already.");
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (context.Request.Headers["X-Holdfast-Sha256"] is { Count: 1 } wanted && wanted != sha256)
        {
            await ProblemAsync(context, 422, "integrity_mismatch", "The bytes are not those of the given SHA-256.");
            return;
        }

        FakeObject stored;
        lock (_lock)
        {
            stored = Put(key, bytes, context.Request.ContentType ?? "application/octet-stream") with
            {
                Metadata = context.Request.Headers.Where(h => h.Key.StartsWith("X-Holdfast-Meta-", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key["X-Holdfast-Meta-".Length..].ToLowerInvariant(), h => h.Value.ToString()),
            };
            Objects[key] = stored;
        }

        await JsonAsync(context, there ? 200 : 201, stored.ToJson());
    }

    private async Task SendAsync(HttpContext context, FakeObject found)
    {
        if (context.Request.Headers.IfMatch is { Count: 1 } tag && tag != $"\"{found.Etag}\"")
        {
            await ProblemAsync(context, 412, "precondition_failed", "It is another version.");
            return;
        }

        var from = context.Request.GetTypedHeaders().Range?.Ranges.First().From ?? 0;
        var bytes = found.Bytes.AsMemory((int)from);
        context.Response.Headers.ETag = $"\"{found.Etag}\"";
        context.Response.ContentLength = bytes.Length;
        if (from > 0)
        {
            context.Response.StatusCode = (int)HttpStatusCode.PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{found.Bytes.Length - 1}/{found.Bytes.Length}");
        }

        if (BreakDownloadsAt.TryDequeue(out var breakAt) && breakAt < bytes.Length)
        {
            await context.Response.Body.WriteAsync(bytes[..breakAt]);
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(bytes);
    }

    internal sealed record FakeObject(string Key, byte[] Bytes, string ContentType, string Sha256, Dictionary<string, string> Metadata, string Etag)
    {
        /// <summary>What the JSON says, where that is another than the truth.</summary>
        public string? ClaimedSha256 { get; init; }

        public JsonObject ToJson() => new()
        {
            ["id"] = "7",
            ["key"] = Key,
            ["size"] = Bytes.Length,
            ["sha256"] = ClaimedSha256 ?? Sha256,
            ["etag"] = Etag,
            ["content_type"] = ContentType,
            ["metadata"] = new JsonObject(Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["storage_class"] = null,
            ["strategy"] = "local_primary",
            ["backend"] = "local",
            ["bucket"] = null,
            ["fallback"] = false,
            ["replicas"] = new JsonArray(new JsonObject { ["backend"] = "local", ["state"] = "present", ["checked_at"] = null }),
            ["url"] = "/api/files/x",
            ["created_at"] = Stored.ToString("O", CultureInfo.InvariantCulture),
            ["updated_at"] = Stored.ToString("O", CultureInfo.InvariantCulture),
            ["expires_at"] = null,
            ["version"] = "v1",
        };
    }
}
