using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Reading;

/// <summary>Opens objects. A version that vanishes between the look and the open was replaced; then the newer one is opened.</summary>
internal sealed class Opener(EngineContext engine, Lookup lookup, StoredObjects objects, ReplicaNotes notes, Reexamination reexamination)
{
    private const int Tries = 8;

    public async Task<VerifiedReader> OpenAsync(ObjectKey key, OpenOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await KnownAsync(key, options.Version, cancellationToken) ?? throw StorageErrors.NotFound(key);
            var reader = new VerifiedReader(engine, new Source(engine, notes), known, objects.Of(known.Object, known.Version!, known.Replicas));
            try
            {
                await reader.OpenAsync(cancellationToken);
                return reader;
            }
            catch (StorageException) when (attempt < Tries)
            {
                await reader.DisposeAsync();
                if (!await WasChangedAsync(known, cancellationToken) && !await reexamination.RunAsync(known, cancellationToken))
                {
                    throw;
                }
            }
            catch
            {
                await reader.DisposeAsync();
                throw;
            }
        }
    }

    private async Task<Known?> KnownAsync(ObjectKey key, string? version, CancellationToken cancellationToken)
    {
        if (version is null)
        {
            return await lookup.FindAsync(key, cancellationToken);
        }

        var known = await engine.Catalog.QueryAsync(session => ObjectSql.FindVersionAsync(session, version), cancellationToken);
        return known?.Object.Key == key.Value && known.Version is not null && known.Replicas.Any(r => r.State != ReplicaState.Removing) ? known : null;
    }

    /// <summary>Whether the object is another version now, or its bytes lie elsewhere.</summary>
    private async Task<bool> WasChangedAsync(Known known, CancellationToken cancellationToken)
    {
        var now = await engine.Catalog.QueryAsync(session => ObjectSql.FindVersionAsync(session, known.Version!.VersionId), cancellationToken);
        return now is null || now.Object.CurrentVersion != known.Object.CurrentVersion || !Places(now).SetEquals(Places(known));

        static HashSet<(string, string, string?)> Places(Known known) => [.. known.Replicas.Select(r => (r.Backend, r.Home, r.Identity))];
    }
}
