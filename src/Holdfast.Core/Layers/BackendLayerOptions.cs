namespace Holdfast.Layers;

/// <summary>How patient and how bold the layers are. The defaults fit a remote service; see the README beside for the order of the layers.</summary>
public sealed record BackendLayerOptions
{
    /// <summary>The defaults.</summary>
    public static BackendLayerOptions Default { get; } = new();

    /// <summary>
    /// For a disk of this machine: its calls either answer or keep their thread, so no timeout can end them; a second try finds what the first found;
    /// and standing in line gains nothing. What remains is the breaker.
    /// </summary>
    public static BackendLayerOptions ForDisk { get; } = new()
    {
        MaxAttempts = 1,
        TryTimeout = System.Threading.Timeout.InfiniteTimeSpan,
        OverallTimeout = System.Threading.Timeout.InfiniteTimeSpan,
        IdleTimeout = System.Threading.Timeout.InfiniteTimeSpan,
        CommitTimeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxOperations = int.MaxValue,
        MaxOpenReads = int.MaxValue,
    };

    /// <summary>How often an operation is tried in all; 1 means no retry.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>The delay before the second try; it doubles with each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay of our own between tries.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait that a backend may ask for; when it asks for more, the operation fails at once.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one body or one list is opened again in all, however much it has given.</summary>
    public int MaxReopens { get; init; } = 100;

    /// <summary>How long a stat, an opening, a delete (for each batch of the backend), a begin, an abort, a probe may take at each try.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the same may take with all tries, delays and waiting for their turn.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a body, a page or a taker of content may be silent. Time spent waiting for the caller does not count.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a commit, a copy, or the end of a write after its last byte may take.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The share of failures at which the breaker opens, above 0 up to 1.</summary>
    public double BreakerFailureRatio { get; init; } = 0.5;

    /// <summary>How many tries it must have seen before it opens; at least 2.</summary>
    public int BreakerMinimumTries { get; init; } = 4;

    /// <summary>The window in which it counts.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open before one try is let through.</summary>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many operations run at once; further ones wait in the order in which they came.</summary>
    public int MaxOperations { get; init; } = 64;

    /// <summary>How many contents are open for reading at once; counted apart, so that a copy by hand (a read feeding a write) cannot wait for itself.</summary>
    public int MaxOpenReads { get; init; } = 128;

    internal bool HasTimeouts => TryTimeout != System.Threading.Timeout.InfiniteTimeSpan || OverallTimeout != System.Threading.Timeout.InfiniteTimeSpan
        || IdleTimeout != System.Threading.Timeout.InfiniteTimeSpan || CommitTimeout != System.Threading.Timeout.InfiniteTimeSpan;

    internal bool HasPlaces => MaxOperations != int.MaxValue || MaxOpenReads != int.MaxValue;

    /// <summary>Random numbers from 0 to 1 for the jitter; null means the shared ones. Tests give fixed ones.</summary>
    public Func<double>? Jitter { get; init; }
}
