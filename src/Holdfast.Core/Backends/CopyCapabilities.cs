namespace Holdfast.Backends;

/// <summary>What a copy can ask for.</summary>
public sealed record CopyCapabilities
{
    /// <summary>Only where nothing is at the target.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only while the source has the ETag given.</summary>
    public bool SourceIfMatch { get; init; }

    /// <summary>The largest object in bytes that it copies.</summary>
    public long MaxSize { get; init; } = long.MaxValue;
}
