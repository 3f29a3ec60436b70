namespace Holdfast.Backends;

/// <summary>What to list.</summary>
public sealed record ListOptions
{
    /// <summary>Everything.</summary>
    public static ListOptions Default { get; } = new();

    /// <summary>Only keys that begin with this text; empty means all.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Keys that have this text after the prefix are rolled up into one entry each.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Only entries whose name (the key, or the common prefix) sorts after this text, which need not be there. Any entry's name resumes a list behind it.</summary>
    public string? StartAfter { get; init; }

    /// <summary>How many entries a request of the backend asks for; null is its own best. What is listed does not depend on it.</summary>
    public int? PageSize { get; init; }
}
