using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Catalog.Rows;

/// <summary>The row of a version's bytes on a backend.</summary>
internal sealed record ReplicaRow(string VersionId, string Backend, ReplicaState State, string Home, string? Identity, long? CheckedAt);
