using Holdfast.Objects;

namespace Holdfast.Backends;

/// <summary>What a write or copy stored.</summary>
/// <param name="Stat">The object as a stat would now tell it.</param>
/// <param name="Digests">What was computed over the bytes on their way; null for a copy that never saw them.</param>
public sealed record WriteResult(ObjectStat Stat, ContentDigests? Digests);
