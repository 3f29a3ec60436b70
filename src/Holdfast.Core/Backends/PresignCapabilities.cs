namespace Holdfast.Backends;

/// <summary>What it signs.</summary>
public sealed record PresignCapabilities
{
    /// <summary>GET and HEAD.</summary>
    public bool Get { get; init; }

    /// <summary>PUT.</summary>
    public bool Put { get; init; }

    /// <summary>A POST form with policy.</summary>
    public bool Post { get; init; }

    /// <summary>The longest life.</summary>
    public TimeSpan MaxLife { get; init; } = TimeSpan.FromDays(7);
}
