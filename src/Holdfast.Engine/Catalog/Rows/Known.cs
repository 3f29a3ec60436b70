namespace Holdfast.Engine.Catalog.Rows;

/// <summary>What the catalog knows of a key.</summary>
/// <param name="Object">Its row.</param>
/// <param name="Version">Its current version, or the one asked for; null for a tombstone.</param>
/// <param name="Replicas">That version's replicas.</param>
internal sealed record Known(ObjectRow Object, VersionRow? Version, IReadOnlyList<ReplicaRow> Replicas);
