namespace Holdfast.Backends;

/// <summary>What a delete can ask for.</summary>
public sealed record DeleteCapabilities
{
    /// <summary>How many keys one request of the backend takes; larger batches are cut.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Only the ETag given.</summary>
    public bool IfMatch { get; init; }
}
