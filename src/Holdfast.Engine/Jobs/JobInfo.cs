namespace Holdfast.Engine.Jobs;

/// <summary>A job as it is now.</summary>
public sealed record JobInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its arguments as JSON.</summary>
    public required string Arguments { get; init; }

    /// <summary>How far it is.</summary>
    public required JobState State { get; init; }

    /// <summary>Its figures.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>Its report as JSON; grows while it runs, final when it has ended. Null before there is any.</summary>
    public string? Report { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was queued, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last began to run, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether it will not change any more by itself.</summary>
    public bool HasEnded => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>Done. A verification that found damage has succeeded too.</summary>
    Succeeded,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended because someone asked for it.</summary>
    Cancelled,
}

/// <summary>A job's figures.</summary>
public sealed record JobProgress
{
    /// <summary>Objects to do; null while it is not known.</summary>
    public long? FilesTotal { get; init; }

    /// <summary>Objects done.</summary>
    public long FilesDone { get; init; }

    /// <summary>Objects that failed.</summary>
    public long FilesFailed { get; init; }

    /// <summary>Bytes to do; null while it is not known.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>Bytes done.</summary>
    public long BytesDone { get; init; }

    /// <summary>The present rate; null before there is one.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Seconds left at the present rate; null when it cannot be told.</summary>
    public long? EtaSeconds { get; init; }
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="NextCursor">Where the next page begins, or null.</param>
public sealed record JobPage(IReadOnlyList<JobInfo> Jobs, string? NextCursor);

/// <summary>What a job noted of one object.</summary>
/// <param name="Kind">Which finding.</param>
/// <param name="Key">The object's key, or the backend's own name of what has no key.</param>
/// <param name="Backend">On which backend, or null.</param>
/// <param name="Detail">More, or null.</param>
public sealed record JobItem(string Kind, string Key, string? Backend, string? Detail);

/// <summary>A page of findings.</summary>
/// <param name="Items">In the order they were found.</param>
/// <param name="NextCursor">Where the next page begins, or null.</param>
public sealed record JobItemPage(IReadOnlyList<JobItem> Items, string? NextCursor);
