using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Tests.Support;

/// <summary>Answers of the fake server that never change.</summary>
internal static class Answers
{
    public static JsonObject Status() => new()
    {
        ["status"] = "degraded",
        ["strategy"] = "local_primary",
        ["remote"] = "s3",
        ["fallback_mode"] = true,
        ["degraded_since"] = "2026-11-21T11:33:00Z",
        ["reason"] = "s3 does not answer",
        ["backends"] = new JsonArray(
            new JsonObject { ["name"] = "local", ["type"] = "local", ["healthy"] = true, ["latency_ms"] = 1.5, ["last_error"] = null, ["used_bytes"] = 2048, ["free_bytes"] = 5_368_709_120 },
            new JsonObject { ["name"] = "s3", ["type"] = "s3", ["healthy"] = false, ["latency_ms"] = null, ["last_error"] = "connection refused", ["used_bytes"] = null, ["free_bytes"] = null }),
        ["pending_replicas"] = 2,
        ["pending_bytes"] = 4096,
    };

    public static JsonObject Explanation(FakeServer.FakeObject found) => new()
    {
        ["key"] = found.Key,
        ["object"] = found.ToJson(),
        ["strategy"] = "local_primary",
        ["wanted"] = new JsonArray(new JsonObject { ["backend"] = "local", ["why"] = "the strategy keeps everything on local storage" }),
        ["actual"] = new JsonArray(new JsonObject { ["backend"] = "local", ["state"] = "present", ["checked_at"] = null }),
        ["summary"] = "It is on local, where it belongs.",
        ["journal"] = new JsonArray(new JsonObject { ["at"] = "2026-11-21T11:33:00Z", ["event"] = "created", ["version"] = "v1", ["backend"] = "local", ["detail"] = null }),
    };

    public static Task PeopleAsync(HttpContext context, string path, JsonNode? body)
    {
        var user = new JsonObject { ["id"] = "u1", ["email"] = "ann@example.com", ["org_id"] = 1, ["role"] = "owner", ["superuser"] = true };
        var token = new JsonObject { ["id"] = "t1", ["name"] = "ci", ["scopes"] = new JsonArray("read", "write"), ["key_prefix"] = "builds/", ["expires_at"] = "2027-01-01T00:00:00Z", ["last_used_at"] = null };
        switch (context.Request.Method, path)
        {
            case ("GET", "/api/users"):
                return FakeServer.JsonAsync(context, 200, new JsonObject { ["users"] = new JsonArray(user), ["next_cursor"] = null });
            case ("POST", "/api/users"):
                user["email"] = body!["email"]!.GetValue<string>();
                return FakeServer.JsonAsync(context, 201, user);
            case ("PATCH", "/api/users/u1"):
                return FakeServer.JsonAsync(context, 200, user);
            case ("GET", "/api/tokens"):
                return FakeServer.JsonAsync(context, 200, new JsonObject { ["tokens"] = new JsonArray(token), ["next_cursor"] = null });
            case ("POST", "/api/tokens"):
                token["token"] = "hf_made";
                return FakeServer.JsonAsync(context, 201, token);
            case ("DELETE", "/api/users/u1" or "/api/tokens/t1"):
                context.Response.StatusCode = 204;
                return Task.CompletedTask;
            default:
                return FakeServer.ProblemAsync(context, 404, "not_found", "There is no such thing.");
        }
    }
}
