namespace Holdfast.Backends;

/// <summary>What a read can ask for.</summary>
public sealed record ReadCapabilities
{
    /// <summary>If-Match and If-None-Match by ETag.</summary>
    public bool Conditions { get; init; } = true;

    /// <summary>If-Modified-Since and If-Unmodified-Since.</summary>
    public bool TimeConditions { get; init; } = true;

    /// <summary>Only when the identity is the one given (<see cref="ReadOptions.ExpectedIdentity"/>).</summary>
    public bool Identity { get; init; }
}
