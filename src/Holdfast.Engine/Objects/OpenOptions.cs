namespace Holdfast.Engine.Objects;

/// <summary>What to open.</summary>
public sealed record OpenOptions
{
    /// <summary>The current version.</summary>
    public static OpenOptions Default { get; } = new();

    /// <summary>A version by id; NotFound when it is not kept.</summary>
    public string? Version { get; init; }
}
