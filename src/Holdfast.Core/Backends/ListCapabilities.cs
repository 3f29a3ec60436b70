namespace Holdfast.Backends;

/// <summary>What a list can ask for.</summary>
public sealed record ListCapabilities
{
    /// <summary>In the order of UTF-8 bytes.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Delimiters of any length; else only <c>/</c>.</summary>
    public bool AnyDelimiter { get; init; }

    /// <summary>A write or delete that was answered is in the next list.</summary>
    public bool Consistent { get; init; } = true;
}
