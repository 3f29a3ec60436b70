namespace Holdfast.Layers;

/// <summary>Whether a breaker lets calls through.</summary>
public enum BreakerStatus
{
    /// <summary>All calls go through.</summary>
    Closed,

    /// <summary>Calls fail at once with Unavailable.</summary>
    Open,

    /// <summary>One call is let through, and what becomes of it decides.</summary>
    HalfOpen,
}
