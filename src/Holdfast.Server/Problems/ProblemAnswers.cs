using System.Globalization;
using Holdfast.Errors;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Problems;

/// <summary>Answers a storage error: status and code by <see cref="ProblemMap"/>, and what helps the caller.</summary>
internal static class ProblemAnswers
{
    private const int DefaultRetryAfterSeconds = 5;

    /// <summary>Writes the problem; does nothing when the answer has begun.</summary>
    public static Task WriteAsync(HttpContext context, StorageException error)
    {
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var (status, code) = ProblemMap.For(error, reads);
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        string? retryAfter = null;
        string? contentRange = null;
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(error.RetryAfter?.TotalSeconds ?? DefaultRetryAfterSeconds));
            retryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            extensions["retry_after_seconds"] = seconds;
        }

        if (error.LimitBytes is { } limit)
        {
            extensions["limit_bytes"] = limit;
        }

        if (error.Backend is { } backend)
        {
            extensions["backend"] = backend;
        }

        if (status is StatusCodes.Status416RangeNotSatisfiable && error.ActualSize is { } size)
        {
            extensions["size"] = size;
            contentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");
        }

        // What was not foreseen may say anything; callers get only that it happened.
        var detail = error.Kind is StorageErrorKind.Unknown ? "The storage failed; the trace id finds it in the server's log." : error.Message;
        return ProblemWriter.WriteAsync(context, status, code, detail, extensions, headers =>
        {
            headers.RetryAfter = retryAfter;
            headers.ContentRange = contentRange;
        });
    }
}
