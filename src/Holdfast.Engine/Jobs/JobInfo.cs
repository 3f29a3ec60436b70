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
