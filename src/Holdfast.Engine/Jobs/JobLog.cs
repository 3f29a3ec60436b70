using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Jobs;

/// <summary>What jobs log.</summary>
internal static partial class JobLog
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Job {Kind} {Id} failed")]
    public static partial void JobFailed(this ILogger logger, string kind, string id, Exception error);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "The job queue cannot be worked on now")]
    public static partial void JobsFailing(this ILogger logger, Exception error);
}
