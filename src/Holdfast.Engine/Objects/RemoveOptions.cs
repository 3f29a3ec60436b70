namespace Holdfast.Engine.Objects;

/// <summary>How to delete.</summary>
public sealed record RemoveOptions
{
    /// <summary>Whatever is there.</summary>
    public static RemoveOptions Default { get; } = new();

    /// <summary>Only one of these ETags (<c>*</c>: any object); else PreconditionFailed.</summary>
    public IReadOnlyList<string>? IfMatch { get; init; }

    /// <summary>Who deletes.</summary>
    public string? Actor { get; init; }
}
