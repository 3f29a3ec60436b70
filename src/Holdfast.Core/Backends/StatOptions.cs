namespace Holdfast.Backends;

/// <summary>How to stat.</summary>
public sealed record StatOptions
{
    /// <summary>As it comes.</summary>
    public static StatOptions Default { get; } = new();
}
