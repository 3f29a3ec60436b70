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

    public async Task<ObjectReader> OpenAsync(ObjectKey key, OpenOptions options, CancellationToken cancellationToken)
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
            catch (StorageException error) when (attempt < Tries)
            {
                await reader.DisposeAsync();
                if (error.Kind == StorageErrorKind.IdentityChanged)
                {
                    await reexamination.RunAsync(known, cancellationToken);
                }
                else if (!await WasReplacedAsync(known, cancellationToken) && !await reexamination.RestoreHomeAsync(known, cancellationToken))
                {
                    throw;
                }
            }
        }
    }

    private async Task<Known?> KnownAsync(ObjectKey key, string? version, CancellationToken cancellationToken)
    {
        if (version is null)
        {
            return await lookup.FindAsync(key, cancellationToken);
        }

        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindVersionAsync(session, version), cancellationToken);
        return known?.Object.Key == key.Value && known.Version is not null && known.Replicas.Any(r => r.State != ReplicaState.Removing) ? known : null;
    }

    private async Task<bool> WasReplacedAsync(Known known, CancellationToken cancellationToken) =>
        await engine.Catalog.ReadAsync(session => ObjectSql.CurrentVersionAsync(session, known.Object.Key), cancellationToken) != known.Version!.VersionId;
}
