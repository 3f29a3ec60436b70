using Holdfast.Errors;
using Holdfast.Server.Files;
using Holdfast.Server.Files.Writing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Problems;

/// <summary>
/// Turns every failure into a problem answer, and empty refusals of routing and authorization too. A client that went away gets none and
/// makes no noise; an answer that has begun is cut off, so that nobody takes a part for the whole.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception error)
        {
            await AnswerAsync(context, error);
            return;
        }

        if (context.Response.StatusCode >= 400 && !context.Response.HasStarted && context.Response.ContentType is null && context.Response.ContentLength is null)
        {
            await FillAsync(context);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested || IsGone(error))
        {
            LogGone(logger);
            context.Abort();
            return Task.CompletedTask;
        }

        if (context.Response.HasStarted)
        {
            LogCutOff(logger, error);
            context.Abort();
            return Task.CompletedTask;
        }

        switch (error)
        {
            case OutsidePrefixException:
                return ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, "forbidden", error.Message);
            case TypeRefusedException refused:
                return ProblemWriter.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", refused.Message, new Dictionary<string, object?> { ["allowed"] = refused.Allowed });
            case StorageException storage:
                return AnswerStorageAsync(context, storage);
            case BadHttpRequestException bad:
                LogBadRequest(logger, bad.StatusCode, bad.Message);
                return ProblemWriter.WriteAsync(context, bad.StatusCode, ProblemCodes.For(bad.StatusCode), bad.Message, null, headers => headers.Connection = "close");
            case OperationCanceledException:
                return ProblemWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "shutting_down", "The server is stopping; send the request again.", null, headers => headers.RetryAfter = "5");
            default:
                LogUnforeseen(logger, error);
                return ProblemWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, "internal_error", "The request failed; the trace id finds it in the server's log.");
        }
    }

    private Task AnswerStorageAsync(HttpContext context, StorageException error)
    {
        if (error.InnerException is BadHttpRequestException or ConnectionResetException or ConnectionAbortedException)
        {
            return AnswerAsync(context, error.InnerException);
        }

        if (error.Kind is StorageErrorKind.Unknown)
        {
            LogUnforeseen(logger, error);
        }
        else if (error.Kind is StorageErrorKind.Unavailable or StorageErrorKind.Timeout or StorageErrorKind.QuotaExceeded or StorageErrorKind.PermissionDenied or StorageErrorKind.OutcomeUnknown or StorageErrorKind.Misconfigured)
        {
            LogStorage(logger, error.Kind, error.Backend, error.Operation, error.Message);
        }

        return ProblemAnswers.WriteAsync(context, error);
    }

    private static Task FillAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var allow = context.Response.Headers.Allow;
        var authenticate = context.Response.Headers.WWWAuthenticate;
        var extensions = allow.Count == 0 ? null : new Dictionary<string, object?> { ["allowed"] = allow.ToString().Split(", ") };
        return ProblemWriter.WriteAsync(context, status, ProblemCodes.For(status), ProblemCodes.DetailFor(status), extensions, headers =>
        {
            headers.Allow = allow;
            headers.WWWAuthenticate = authenticate;
        });
    }

    private static bool IsGone(Exception error) => error is ConnectionResetException or ConnectionAbortedException;

    [LoggerMessage(1, LogLevel.Debug, "The client went away.")]
    private static partial void LogGone(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "An answer that had begun was cut off.")]
    private static partial void LogCutOff(ILogger logger, Exception error);

    [LoggerMessage(3, LogLevel.Debug, "Refused a malformed request with {Status}: {Reason}")]
    private static partial void LogBadRequest(ILogger logger, int status, string reason);

    [LoggerMessage(4, LogLevel.Error, "A request failed.")]
    private static partial void LogUnforeseen(ILogger logger, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "Storage error {Kind} of backend {Backend} in {Operation}: {Reason}")]
    private static partial void LogStorage(ILogger logger, StorageErrorKind kind, string? backend, string? operation, string reason);
}
