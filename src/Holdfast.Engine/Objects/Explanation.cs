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

/// <summary>A backend on which a replica belongs, and why.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="Why">The reason, as a sentence.</param>
public sealed record WantedReplica(string Backend, string Why);

/// <summary>One thing that happened to an object.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Event">What: created, replaced, deleted, adopted, repaired, verified, ...</param>
/// <param name="Version">Of which version, or null.</param>
/// <param name="Backend">On which backend, or null.</param>
/// <param name="Detail">More, or null.</param>
public sealed record JournalEntry(DateTimeOffset At, string Event, string? Version, string? Backend, string? Detail);
