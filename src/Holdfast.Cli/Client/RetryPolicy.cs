namespace Holdfast.Cli.Client;

/// <summary>How often and how long a failed request is tried again.</summary>
/// <param name="Attempts">All attempts, the first included.</param>
/// <param name="FirstDelay">The wait before the second attempt; doubles each time, with a random part.</param>
internal sealed record RetryPolicy(int Attempts, TimeSpan FirstDelay)
{
    /// <summary>Four attempts within about two seconds.</summary>
    public static RetryPolicy Default { get; } = new(4, TimeSpan.FromMilliseconds(250));

    /// <summary>The longest that a server's Retry-After is obeyed; beyond it the command fails and says so.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after the given number of failed attempts.</summary>
    public TimeSpan DelayAfter(int failures, TimeSpan? retryAfter) =>
        retryAfter ?? (FirstDelay * Math.Pow(2, Math.Min(failures, 8) - 1) * (0.75 + (Random.Shared.NextDouble() / 2)));
}
