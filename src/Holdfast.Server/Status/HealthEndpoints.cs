using Holdfast.Engine;
using Holdfast.Errors;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Status;

/// <summary>For whoever watches over the process. Anyone may ask, so the answers hold states and no reasons.</summary>
internal sealed class HealthEndpoints(IHoldfast holdfast, HttpSettings settings)
{
    public static void Map(IEndpointRouteBuilder routes, HealthEndpoints endpoints)
    {
        routes.MapBoth("GET,HEAD", "/healthz", endpoints.LiveAsync, null, new("health", "Whether the server is live; degraded storage counts as live") { Answers = { [200] = typeof(HealthJson) } });
        routes.MapBoth("GET,HEAD", "/readyz", endpoints.ReadyAsync, null, new("health", "Whether the server is ready, with its checks") { Answers = { [200] = typeof(ReadinessJson), [503] = typeof(ReadinessJson) } });
    }

    // The engine starts before the server listens: leftovers are swept and backends probed when the first request can come in.
    private Task LiveAsync(HttpContext context) =>
        JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, new HealthJson("ok"), HoldfastJson.Web.HealthJson);

    private async Task ReadyAsync(HttpContext context)
    {
        var checks = new Dictionary<string, CheckJson>(StringComparer.Ordinal);
        string overall;
        try
        {
            var status = await holdfast.GetStatusAsync(context.RequestAborted);
            overall = StatusMapper.StateOf(status, settings);
            checks["catalog"] = new CheckJson("ok");
            foreach (var backend in status.Backends)
            {
                checks[backend.Descriptor.Name] = new CheckJson(backend.Healthy ? "ok" : "failed");
            }
        }
        catch (StorageException)
        {
            overall = "failed";
            checks["catalog"] = new CheckJson("failed");
        }

        var code = overall is "failed" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await JsonAnswers.WriteAsync(context.Response, code, new ReadinessJson(overall, checks), HoldfastJson.Web.ReadinessJson);
    }
}
