using Holdfast.Keys;

namespace Holdfast.Engine.Objects;

/// <summary>Why an object is where it is.</summary>
public sealed record Explanation
{
    /// <summary>The key.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The object; null when it was deleted.</summary>
    public StoredObject? Object { get; init; }

    /// <summary>The strategy in force.</summary>
    public required string Strategy { get; init; }

    /// <summary>Where its replicas belong.</summary>
    public IReadOnlyList<WantedReplica> Wanted { get; init; } = [];

    /// <summary>Where they are, in every state.</summary>
    public IReadOnlyList<ReplicaInfo> Actual { get; init; } = [];

    /// <summary>One sentence a person can read.</summary>
    public required string Summary { get; init; }

    /// <summary>What happened to it, newest first.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];
}
