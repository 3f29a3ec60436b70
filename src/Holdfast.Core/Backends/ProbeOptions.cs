namespace Holdfast.Backends;

/// <summary>How to probe.</summary>
public sealed record ProbeOptions
{
    /// <summary>Write, read, delete.</summary>
    public static ProbeOptions Default { get; } = new();
}
