namespace Holdfast.Engine.Objects;

/// <summary>What to list.</summary>
public sealed record ListQuery
{
    /// <summary>Only keys that begin with this text.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Keys that have this text after the prefix are rolled up into one prefix each.</summary>
    public string? Delimiter { get; init; }

    /// <summary>At most so many objects and prefixes together, 1 to 1000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Where the page before ended (<see cref="ListPage.NextCursor"/>); null is the beginning. A text that is no cursor is InvalidArgument.</summary>
    public string? Cursor { get; init; }

    /// <summary>Only of one org; null is all.</summary>
    public long? OrgId { get; init; }
}
