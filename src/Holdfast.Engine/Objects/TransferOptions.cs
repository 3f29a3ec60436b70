namespace Holdfast.Engine.Objects;

/// <summary>How to copy or move.</summary>
public sealed record TransferOptions
{
    /// <summary>Whether an object at the target is replaced; else AlreadyExists.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Who does it.</summary>
    public string? Owner { get; init; }
}
