using Holdfast.Keys;

namespace Holdfast.Engine.Placement;

/// <summary>What a strategy may look at.</summary>
/// <param name="Key">The key.</param>
/// <param name="Size">Bytes; null while they are not known.</param>
public sealed record ObjectFacts(ObjectKey Key, long? Size);
