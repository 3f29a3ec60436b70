namespace Holdfast.Engine.Status;

/// <summary>A count and its bytes.</summary>
/// <param name="Count">How many objects.</param>
/// <param name="Bytes">How many bytes they have.</param>
public readonly record struct Tally(long Count, long Bytes);
