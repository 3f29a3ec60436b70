namespace Holdfast.Engine.Jobs;

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
