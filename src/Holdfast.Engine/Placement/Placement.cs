using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Placement;

/// <summary>Where an object belongs and in which order its replicas are read.</summary>
/// <param name="Wanted">The backends, the first to write first, each with the reason.</param>
/// <param name="ReadOrder">All backends, the first to read first.</param>
public sealed record Placement(IReadOnlyList<WantedReplica> Wanted, IReadOnlyList<string> ReadOrder);
