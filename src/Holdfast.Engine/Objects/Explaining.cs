using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Placement;
using Holdfast.Engine.Reading;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Objects;

/// <summary>Says of a key where its bytes are, where they belong, why, and what happened to it.</summary>
internal sealed class Explaining(EngineContext engine, Lookup lookup, StoredObjects objects)
{
    private const int JournalLength = 100;

    public async Task<Explanation> OfAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        // A file of another program that the catalog does not know yet is an object too.
        await lookup.FindAsync(key, cancellationToken);
        var (known, journal) = await engine.Catalog.ReadAsync(
            async session => (await ObjectSql.FindAsync(session, key.Value), await JournalSql.OfKeyAsync(session, key.Value, JournalLength)), cancellationToken);
        if (known is null && journal.Count == 0)
        {
            throw StorageErrors.NotFound(key);
        }

        var placement = engine.Options.Strategy.Place(new ObjectFacts(key, known?.Version?.Size));
        return new Explanation
        {
            Key = key,
            Object = known?.Version is { } version ? objects.Of(known.Object, version, known.Replicas) : null,
            Strategy = engine.Options.Strategy.Name,
            Wanted = known?.Version is null ? [] : placement.Wanted,
            Actual = known is null ? [] : [.. known.Replicas.Select(StoredObjects.InfoOf)],
            Summary = Sentence(known, placement),
            Journal = journal,
        };
    }

    private string Sentence(Known? known, Placement.Placement placement)
    {
        if (known?.Version is null)
        {
            return "The object was deleted.";
        }

        var wanted = placement.Wanted.Select(w => w.Backend).ToHashSet(StringComparer.Ordinal);
        var present = known.Replicas.Where(r => r.State == ReplicaState.Present).Select(r => r.Backend).ToHashSet(StringComparer.Ordinal);
        if (wanted.SetEquals(present))
        {
            return $"All is as {engine.Options.Strategy.Name} wants it: {string.Join(" and ", wanted)}.";
        }

        var bad = known.Replicas.Where(r => r.State != ReplicaState.Present).Select(r => $"{r.Backend} is {r.State.ToString().ToLowerInvariant()}");
        return $"{engine.Options.Strategy.Name} wants {string.Join(" and ", wanted)}; present on {(present.Count == 0 ? "none" : string.Join(" and ", present))}. {string.Join(", ", bad)}".TrimEnd();
    }
}
