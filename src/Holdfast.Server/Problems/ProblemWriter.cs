using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Problems;

/// <summary>Writes errors as <c>application/problem+json</c> (RFC 9457) with a stable <c>code</c> and the trace id; the one place that does.</summary>
public static class ProblemWriter
{
    // The body is JSON and nothing else; an apostrophe may stay one.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers a problem. Does nothing when the answer has begun already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The stable snake_case code.</param>
    /// <param name="detail">One sentence for the caller; no secret and no path of the server.</param>
    /// <param name="extensions">Further members, such as <c>limit_bytes</c>.</param>
    /// <param name="headers">Sets further headers, such as Retry-After; all that were set before are dropped.</param>
    public static async Task WriteAsync(HttpContext context, int status, string code, string? detail, IReadOnlyDictionary<string, object?>? extensions = null, Action<IHeaderDictionary>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Response.HasStarted)
        {
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        headers?.Invoke(context.Response.Headers);
        var body = new Dictionary<string, object?>
        {
            ["type"] = "about:blank",
            ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
            ["code"] = code,
            ["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        };
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>())
        {
            body[name] = value;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, Relaxed);
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, CancellationToken.None);
        }
    }
}
