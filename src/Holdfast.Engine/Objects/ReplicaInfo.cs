namespace Holdfast.Engine.Objects;

/// <summary>The bytes of one version on one backend.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="State">How it is.</param>
/// <param name="CheckedAt">When it was last verified, UTC; null is never.</param>
public sealed record ReplicaInfo(string Backend, ReplicaState State, DateTimeOffset? CheckedAt);
