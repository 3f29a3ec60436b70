namespace Holdfast.Layers;

/// <summary>The circuit breaker of a backend, for status pages and for strategies that skip a backend which is down.</summary>
public interface IBreaker
{
    /// <summary>How it stands now.</summary>
    BreakerState State { get; }
}
