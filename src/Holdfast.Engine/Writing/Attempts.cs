using System.Collections.Concurrent;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Writing;

/// <summary>An attempt to write a version, with the home that is its own for ever.</summary>
internal sealed record Attempt(string Id, ObjectKey Key, string Backend, ObjectKey Home);

/// <summary>What became of an attempt that its owner gave up.</summary>
internal enum AttemptEnd
{
    /// <summary>It is not committed and never will be; its home is removed.</summary>
    GivenUp,

    /// <summary>Its commit had happened.</summary>
    Committed,

    /// <summary>The catalog does not answer; it is asked again in the background, and nothing is removed before.</summary>
    Unknown,
}

/// <summary>Begins and gives up attempts. Giving up is a transaction too: it holds only while the attempt is open, so it can never undo a commit.</summary>
internal sealed class Attempts(EngineContext engine, Tidier tidier)
{
    private readonly ConcurrentQueue<Attempt> _unknown = new();

    /// <summary>Writes the row of a fresh attempt; then its home may be written.</summary>
    public async Task<Attempt> OpenAsync(ObjectKey key, string backend, bool adopts, CancellationToken cancellationToken)
    {
        var id = engine.NewId();
        var attempt = new Attempt(id, key, backend, ObjectKey.Reserved(Ids.HomeName(id)));
        try
        {
            await engine.Catalog.WriteAsync(
                async session =>
                {
                    await UploadSql.OpenAsync(session, id, key.Value, backend, attempt.Home.Value, engine.InstanceId, adopts);
                    return 0;
                },
                cancellationToken);
            return attempt;
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.OutcomeUnknown)
        {
            _unknown.Enqueue(attempt);
            throw;
        }
    }

    /// <summary>Gives an attempt up, unless it is committed.</summary>
    public async Task<AttemptEnd> EndAsync(Attempt attempt)
    {
        try
        {
            return await GiveUpAsync(attempt);
        }
        catch (StorageException)
        {
            // The caller hears of the first failure.
            _unknown.Enqueue(attempt);
            return AttemptEnd.Unknown;
        }
    }

    /// <summary>Asks again about attempts whose end could not be told.</summary>
    public async Task ResolveAsync()
    {
        for (var count = _unknown.Count; count > 0 && _unknown.TryDequeue(out var attempt); count--)
        {
            await EndAsync(attempt);
        }
    }

    private async Task<AttemptEnd> GiveUpAsync(Attempt attempt)
    {
        var (aborted, committed) = await engine.Catalog.WriteAsync(
            async session => (await UploadSql.AbortAsync(session, attempt.Id), await IsCommittedAsync(session, attempt)), CancellationToken.None);
        if (aborted)
        {
            tidier.Signal();
        }
        else if (!committed)
        {
            // It was swept while it was written, perhaps before its home was there: nobody else looks for that home any more.
            await tidier.RemoveHomeAsync(attempt.Backend, attempt.Home);
        }

        return committed ? AttemptEnd.Committed : AttemptEnd.GivenUp;
    }

    // A version that was superseded and tidied since has no row any more, but its commit wrote a journal entry.
    private static async Task<bool> IsCommittedAsync(CatalogSession session, Attempt attempt) => await session.Prepare(
        "SELECT 1 FROM replica WHERE backend = @p0 AND home = @p1 UNION ALL SELECT 1 FROM journal WHERE key = @p2 AND version_id = @p3 LIMIT 1",
        attempt.Backend, attempt.Home.Value, attempt.Key.Value, attempt.Id).ExecuteScalarAsync() is not null;
}
