namespace Holdfast.Platform.People;

/// <summary>Too many sign-ins were tried from there or for that account; nothing was looked at.</summary>
/// <param name="retryAfter">How long to wait.</param>
public sealed class TooManyAttemptsException(TimeSpan retryAfter) : Exception("Too many sign-ins were tried; wait and try again.")
{
    /// <summary>How long to wait.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
