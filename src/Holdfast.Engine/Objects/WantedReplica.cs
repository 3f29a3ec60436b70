namespace Holdfast.Engine.Objects;

/// <summary>A backend on which a replica belongs, and why.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="Why">The reason, as a sentence.</param>
public sealed record WantedReplica(string Backend, string Why);
