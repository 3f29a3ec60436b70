namespace Holdfast.Engine.Objects;

/// <summary>One thing that happened to an object.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Event">What: created, replaced, deleted, adopted, repaired, verified, ...</param>
/// <param name="Version">Of which version, or null.</param>
/// <param name="Backend">On which backend, or null.</param>
/// <param name="Detail">More, or null.</param>
public sealed record JournalEntry(DateTimeOffset At, string Event, string? Version, string? Backend, string? Detail);
