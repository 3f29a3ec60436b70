namespace Holdfast.Backends;

/// <summary>What lies at a readable key.</summary>
/// <param name="State">Nothing, ours or foreign.</param>
/// <param name="Stat">The file; null when nothing is there.</param>
/// <param name="Attempt">The attempt whose home it is a link of, when it is ours.</param>
public sealed record ViewLook(ViewState State, ObjectStat? Stat, string? Attempt);
