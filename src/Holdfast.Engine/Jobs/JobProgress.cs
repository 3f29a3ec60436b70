namespace Holdfast.Engine.Jobs;

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
