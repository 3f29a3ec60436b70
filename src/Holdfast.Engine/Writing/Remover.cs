using Holdfast.Engine.Objects;
using Holdfast.Engine.Reading;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Writing;

/// <summary>Delete: the tombstone is the commit; then the view goes, then the homes by exact name.</summary>
internal sealed class Remover(EngineContext engine, Lookup lookup, AfterCommit afterCommit)
{
    private const int AtOnce = 16;

    public async Task<bool> DeleteAsync(ObjectKey key, RemoveOptions options, CancellationToken cancellationToken)
    {
        // A file of another program that the catalog does not know is an object too, and is deleted as one.
        await lookup.FindAsync(key, cancellationToken);
        var deleted = await engine.Catalog.WriteAsync(session => Commit.TombstoneAsync(session, key, options.IfMatch, "deleted", options.Actor), cancellationToken);
        if (deleted is null)
        {
            return false;
        }

        await afterCommit.RunAsync(deleted);
        return deleted.Replaced;
    }

    public async Task<IReadOnlyList<DeleteOutcome>> DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken)
    {
        var outcomes = new DeleteOutcome[keys.Count];
        await Parallel.ForAsync(0, keys.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            try
            {
                outcomes[i] = new DeleteOutcome(keys[i], await DeleteAsync(keys[i], RemoveOptions.Default, token), null);
            }
            catch (StorageException error)
            {
                outcomes[i] = new DeleteOutcome(keys[i], false, error);
            }
        });
        return outcomes;
    }
}
