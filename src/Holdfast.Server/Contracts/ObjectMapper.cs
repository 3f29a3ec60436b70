using Holdfast.Engine.Objects;
using Holdfast.Server.Files;

namespace Holdfast.Server.Contracts;

/// <summary>Makes contracts of objects, as one caller may see them.</summary>
/// <param name="access">What the caller calls keys.</param>
/// <param name="links">Where objects are to be found.</param>
internal readonly struct ObjectMapper(CallerAccess access, ObjectLinks links)
{
    public ObjectJson Map(StoredObject stored)
    {
        var key = access.ToShort(stored.Key.Value);
        return new ObjectJson
        {
            Id = stored.Id,
            Key = key,
            Size = stored.Size,
            Sha256 = stored.Sha256,
            Etag = stored.ETag,
            ContentType = stored.ContentType,
            Metadata = stored.Attributes.Metadata,
            StorageClass = stored.Attributes.StorageClass,
            Strategy = stored.Strategy,
            Backend = stored.Backend,
            Bucket = stored.Bucket,
            Fallback = stored.Fallback,
            Replicas = [.. stored.Replicas.Select(ReplicaJson.From)],
            Url = links.ForKey(key),
            CreatedAt = stored.CreatedAt,
            UpdatedAt = stored.UpdatedAt,
            ExpiresAt = stored.ExpiresAt,
            Version = stored.Version,
        };
    }

    public IReadOnlyList<ObjectJson> Map(IReadOnlyList<StoredObject> stored)
    {
        var mapped = new ObjectJson[stored.Count];
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = Map(stored[i]);
        }

        return mapped;
    }

    public ExplanationJson Map(Explanation explanation) => new(
        access.ToShort(explanation.Key.Value),
        explanation.Object is { } stored ? Map(stored) : null,
        explanation.Strategy,
        [.. explanation.Wanted.Select(w => new WantedJson(w.Backend, w.Why))],
        [.. explanation.Actual.Select(ReplicaJson.From)],
        explanation.Summary,
        [.. explanation.Journal.Select(j => new JournalJson(j.At, j.Event, j.Version, j.Backend, j.Detail))]);
}
