using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Engine.Jobs;

namespace Holdfast.Server.Contracts;

/// <summary>A job as it is now.</summary>
internal sealed record JobJson
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string State { get; init; }

    public required JobProgressJson Progress { get; init; }

    public required JsonElement? Arguments { get; init; }

    public required JsonElement? Report { get; init; }

    public required string? Error { get; init; }

    public required string? Owner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    public static JobJson From(JobInfo job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobJson
        {
            Id = job.Id,
            Kind = job.Kind,
            State = StateName(job.State),
            Progress = JobProgressJson.From(job.Progress),
            Arguments = Parse(job.Arguments),
            Report = Parse(job.Report),
            Error = job.Error,
            Owner = job.Owner,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
        };
    }

    public static string StateName(JobState state) => state switch
    {
        JobState.Queued => "queued",
        JobState.Running => "running",
        JobState.Succeeded => "succeeded",
        JobState.Failed => "failed",
        _ => "cancelled",
    };

    private static JsonElement? Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

/// <summary>A job's figures.</summary>
internal sealed record JobProgressJson(long? FilesTotal, long FilesDone, long FilesFailed, long? BytesTotal, long BytesDone, long? BytesPerSecond, long? EtaSeconds)
{
    public static JobProgressJson From(JobProgress progress) => new(
        progress.FilesTotal, progress.FilesDone, progress.FilesFailed, progress.BytesTotal, progress.BytesDone, progress.BytesPerSecond, progress.EtaSeconds);
}

/// <summary>That a job was begun.</summary>
internal sealed record JobStartedJson([property: JsonPropertyName("job_id")] string JobId, string State);

/// <summary>A page of jobs, newest first.</summary>
internal sealed record JobListJson(IReadOnlyList<JobJson> Jobs, string? NextCursor);

/// <summary>A page of what a job noted.</summary>
internal sealed record JobItemsJson(IReadOnlyList<JobItemJson> Items, string? NextCursor);

/// <summary>What a job noted of one object.</summary>
internal sealed record JobItemJson(string Kind, string Key, string? Backend, string? Detail);

/// <summary>What to verify; every member may be left out, and the body too.</summary>
internal sealed record VerifyRequestJson(bool Deep = false, bool Repair = false, bool CleanUpOrphans = false, double OrphanAgeHours = 24, string? Prefix = null);
