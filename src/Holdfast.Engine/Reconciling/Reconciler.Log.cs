using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>What the reconciling parts log.</summary>
internal static partial class ReconcilingLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Tidying failed and will be tried again")]
    public static partial void TidyingFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "Took over {Uploads} unfinished uploads of server {Instance}, which is gone")]
    public static partial void TookOver(this ILogger logger, int uploads, string instance);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Another program's file lies at {Key}: {Outcome}")]
    public static partial void ForeignFile(this ILogger logger, string key, string outcome);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "The readable file of {Key} could not be set; the object itself is safe and the file will be set again")]
    public static partial void ViewFailed(this ILogger logger, string key, Exception error);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Error, Message = "Replica of {Key} on {Backend} is {State}: {Detail}")]
    public static partial void ReplicaBad(this ILogger logger, string key, string backend, string state, string detail);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning, Message = "Backend {Backend} is not healthy: {Reason}")]
    public static partial void Unhealthy(this ILogger logger, string backend, string reason);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Information, Message = "Backend {Backend} is healthy again")]
    public static partial void HealthyAgain(this ILogger logger, string backend);
}
