using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Reconciling;
using Holdfast.Keys;

namespace Holdfast.Engine.Reading;

/// <summary>Finds what a key is now: in the catalog, or as a file of another program that is adopted on the way.</summary>
internal sealed class Lookup(EngineContext engine, Adoption adoption)
{
    /// <summary>The key with its current version; null when there is no object.</summary>
    public async Task<Known?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, key.Value), cancellationToken);
        if (IsCurrent(known) && ViewIsAsKnown(key, known!))
        {
            return known;
        }

        // Absent, or another program may have put a file there since.
        if (await adoption.LookAsync(key, known is not null, cancellationToken) is not null)
        {
            known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, key.Value), cancellationToken);
        }

        return IsCurrent(known) ? known : null;
    }

    private bool IsCurrent(Known? known) =>
        known?.Version is { } version && !(version.ExpiresAt is { } expires && expires <= engine.Time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>A quick look whether the readable file is the one that was set; where it is not set yet there is nothing to compare.</summary>
    private bool ViewIsAsKnown(ObjectKey key, Known known)
    {
        if (engine.Options.OnExternalChange != ExternalChange.Adopt || !known.Object.ViewDone)
        {
            return true;
        }

        foreach (var replica in known.Replicas)
        {
            if (replica.Identity is { } identity && engine.FindBackend(replica.Backend)?.Views is { } views && !views.Shows(key, identity))
            {
                return false;
            }
        }

        return true;
    }
}
