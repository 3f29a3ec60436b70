using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Reading;

/// <summary>Finds what a key is now: in the catalog, or as a file of another program that is adopted on the way.</summary>
internal sealed class Lookup(EngineContext engine, Adoption adoption)
{
    /// <summary>The key with its current version; null when there is no object.</summary>
    public async Task<Known?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var known = await engine.Catalog.QueryAsync(session => ObjectSql.FindAsync(session, key.Value), cancellationToken);
        if (IsCurrent(known))
        {
            if (ViewIsAsKnown(key, known!))
            {
                return known;
            }

            try
            {
                if (!await adoption.LookAsync(key, cancellationToken))
                {
                    return known;
                }
            }
            catch (StorageException)
            {
                // What cannot be looked at now changes nothing of what the catalog knows.
                return known;
            }
        }
        else if (!await adoption.LookAsync(key, cancellationToken))
        {
            return null;
        }

        known = await engine.Catalog.QueryAsync(session => ObjectSql.FindAsync(session, key.Value), cancellationToken);
        return IsCurrent(known) ? known : null;
    }

    private bool IsCurrent(Known? known) =>
        known?.Version is { } version && !(version.ExpiresAt is { } expires && expires <= engine.Time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>A quick look whether the readable file is the one that was set.</summary>
    private bool ViewIsAsKnown(ObjectKey key, Known known)
    {
        if (engine.Options.OnExternalChange != ExternalChange.Adopt)
        {
            return true;
        }

        foreach (var replica in known.Replicas)
        {
            if (replica.Identity is { } identity && engine.FindBackend(replica.Backend)?.Views is { } views && !Shows(views, key, identity))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Shows(ILinkedViews views, ObjectKey key, string identity)
    {
        try
        {
            return views.Shows(key, identity);
        }
        catch (StorageException)
        {
            // The disk is away: it shows nothing that could be newer.
            return true;
        }
    }
}
