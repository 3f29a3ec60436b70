namespace Holdfast.Backends;

/// <summary>How to delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>Whatever is there.</summary>
    public static DeleteOptions Default { get; } = new();

    /// <summary>Only this ETag (for a single key); else PreconditionFailed in the result.</summary>
    public string? IfMatch { get; init; }
}
