using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Placement;
using Holdfast.Keys;

namespace Holdfast.Engine.Objects;

/// <summary>Makes what applications see of what the catalog holds.</summary>
internal sealed class StoredObjects(EngineContext engine)
{
    public StoredObject Of(ObjectRow row, VersionRow version, IReadOnlyList<ReplicaRow> replicas)
    {
        var key = ObjectKey.FromStored(row.Key);
        var placement = engine.Options.Strategy.Place(new ObjectFacts(key, version.Size));
        var first = InReadOrder(placement, replicas).FirstOrDefault();
        var backend = first?.Backend ?? placement.Wanted[0].Backend;
        return new StoredObject
        {
            Id = row.Id,
            Key = key,
            OrgId = row.OrgId,
            Size = version.Size,
            Sha256 = version.Sha256 is { } sha ? Convert.ToHexStringLower(sha) : null,
            ETag = version.ETag,
            Attributes = AttributesJson.Read(version.Attributes, version.ContentType, version.StorageClass),
            Strategy = engine.Options.Strategy.Name,
            Backend = backend,
            Bucket = engine.FindBackend(backend)?.Backend.Descriptor.Bucket,
            Fallback = first is not null && placement.Wanted.All(w => w.Backend != first.Backend),
            Replicas = [.. replicas.Where(r => r.State is ReplicaState.Present or ReplicaState.Pending).Select(InfoOf)],
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(version.CreatedAt),
            ExpiresAt = version.ExpiresAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            Version = version.VersionId,
            Owner = version.Owner,
            OriginalName = version.OriginalName,
        };
    }

    public static ReplicaInfo InfoOf(ReplicaRow row) =>
        new(row.Backend, row.State, row.CheckedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);

    /// <summary>The replicas that may be read, in the strategy's order: good ones first, then those that may have come back.</summary>
    public static IEnumerable<ReplicaRow> InReadOrder(Placement.Placement placement, IReadOnlyList<ReplicaRow> replicas) =>
        replicas.Count == 1
            ? replicas.Where(r => r.State != ReplicaState.Pending)
            : replicas.Where(r => r.State != ReplicaState.Pending)
                .OrderBy(r => r.State == ReplicaState.Present ? 0 : 1)
                .ThenBy(r => Rank(placement.ReadOrder, r.Backend));

    private static int Rank(IReadOnlyList<string> order, string backend)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] == backend)
            {
                return i;
            }
        }

        return order.Count;
    }
}
