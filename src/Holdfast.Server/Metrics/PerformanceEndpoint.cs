using System.Globalization;
using Holdfast.Engine;
using Holdfast.Errors;
using Holdfast.Server.Auth;
using Holdfast.Server.Contracts;
using Holdfast.Server.Files;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Metrics;

/// <summary>How backends did over a window of up to a day.</summary>
internal sealed class PerformanceEndpoint(IHoldfast holdfast, PerformanceRecorder recorder, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes, PerformanceEndpoint endpoint) =>
        routes.MapBoth("GET", "/observability/performance", endpoint.InvokeAsync, Policies.Read, new("observability", "Per backend and operation: count, failures, bytes, latency")
        {
            Query = ["window"],
            Answers = { [200] = typeof(PerformanceJson) },
        });

    private async Task InvokeAsync(HttpContext context)
    {
        var text = QueryValues.Text(context.Request.Query, "window") ?? "1h";
        var window = Parse(text);
        var status = await holdfast.GetStatusAsync(context.RequestAborted);
        var backends = status.Backends.Select(b => new BackendUseJson(b.Descriptor.Name, b.UsedBytes, b.FreeBytes, Percent(b.UsedBytes, b.FreeBytes))).ToArray();
        var now = time.GetUtcNow();
        var body = new PerformanceJson(text, window.TotalSeconds, now - window, now, recorder.Summarise(window), new UtilisationJson(backends));
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.PerformanceJson);
    }

    /// <summary>A window such as <c>90s</c>, <c>15m</c>, <c>24h</c> or <c>1d</c>; from a minute to a day.</summary>
    internal static TimeSpan Parse(string text)
    {
        double? unit = text.Length < 2 ? null : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => null,
        };
        if (unit is { } seconds && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * seconds is >= 60 and <= 86400 and var length)
        {
            return TimeSpan.FromSeconds(length);
        }

        throw StorageErrors.InvalidArgument("'window' is a time from 1m to 24h, such as 15m or 1h.");
    }

    private static double? Percent(long? used, long? free) => used is { } u && free is { } f && u + f > 0 ? Math.Round(100.0 * u / (u + f), 1) : null;
}
