namespace Holdfast.Backends;

/// <summary>What a write in parts can do.</summary>
public sealed record MultipartCapabilities
{
    /// <summary>The smallest part in bytes, but for the last.</summary>
    public long MinPartSize { get; init; } = 1;

    /// <summary>The largest part in bytes.</summary>
    public long MaxPartSize { get; init; } = long.MaxValue;

    /// <summary>The most parts.</summary>
    public int MaxParts { get; init; } = 10_000;

    /// <summary>Whether <see cref="WriteCapabilities.IfAbsent"/> and IfMatch hold at the commit of parts too.</summary>
    public bool Conditions { get; init; }
}
