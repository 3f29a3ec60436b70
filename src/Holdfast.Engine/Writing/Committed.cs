using Holdfast.Engine.Catalog.Rows;

namespace Holdfast.Engine.Writing;

/// <summary>What a commit made.</summary>
/// <param name="Object">The key's row.</param>
/// <param name="Version">The new current version; null after a delete.</param>
/// <param name="Replicas">Its replicas.</param>
/// <param name="Superseded">Replicas of the version before, now to be removed.</param>
/// <param name="Replaced">Whether an object was there before.</param>
internal sealed record Committed(ObjectRow Object, VersionRow? Version, IReadOnlyList<ReplicaRow> Replicas, IReadOnlyList<ReplicaRow> Superseded, bool Replaced)
{
    /// <summary>For a move: the source's deletion.</summary>
    public Committed? Source { get; init; }
}
