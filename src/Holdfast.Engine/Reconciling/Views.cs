using System.Collections.Concurrent;
using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Steps;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>
/// Makes the readable keys of linked backends show the current versions. What was set is told to the catalog later, many at once: a view can be
/// set again at any time, so nothing hangs on that note but the work of a restart.
/// </summary>
internal sealed class Views(EngineContext engine, Adoption adoption)
{
    private const int Tries = 3;

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Views>();
    private readonly ConcurrentQueue<(string Key, long Generation)> _done = new();

    /// <summary>Makes the key show what its row says, or nothing when it is deleted. Failures are logged and left to the next round.</summary>
    public async Task<bool> BringUpToDateAsync(ObjectRow row, IReadOnlyList<ReplicaRow> replicas, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var backend in engine.Options.Backends.Where(b => b.Views is not null))
            {
                if (!await OneAsync(backend, row, replicas, cancellationToken))
                {
                    return false;
                }
            }

            await engine.Options.Steps.ReachedAsync(ProtocolStep.AfterPublish, cancellationToken);
            _done.Enqueue((row.Key, row.Generation));
            return true;
        }
        catch (StorageException error)
        {
            _log.ViewFailed(StorageErrors.Quote(row.Key), error);
            return false;
        }
    }

    /// <summary>Notes in the catalog which views were set; answers how many.</summary>
    public async Task<int> NoteDoneAsync(CancellationToken cancellationToken)
    {
        var noted = 0;
        while (!_done.IsEmpty)
        {
            var some = new List<(string Key, long Generation)>();
            while (some.Count < 500 && _done.TryDequeue(out var one))
            {
                some.Add(one);
            }

            await engine.Catalog.WriteAsync(
                async session =>
                {
                    foreach (var (key, generation) in some)
                    {
                        await session.ExecuteAsync("UPDATE object SET view_done = 1 WHERE key = @p0 AND generation = @p1", key, generation);
                    }

                    return 0;
                },
                cancellationToken);
            noted += some.Count;
        }

        return noted;
    }

    private async Task<bool> OneAsync(EngineBackend backend, ObjectRow row, IReadOnlyList<ReplicaRow> replicas, CancellationToken cancellationToken)
    {
        var key = ObjectKey.FromStored(row.Key);
        for (var i = 0; i < Tries; i++)
        {
            var replica = row.CurrentVersion is null ? null : replicas.FirstOrDefault(r => r.Backend == backend.Name && r.State != ReplicaState.Pending);
            var outcome = replica is null
                ? await backend.Views!.RemoveAsync(key, token => IsStillAsync(row, token), cancellationToken)
                : await backend.Views!.PublishAsync(ObjectKey.FromStored(replica.Home), key, token => IsStillAsync(row, token), cancellationToken);
            if (outcome != ViewOutcome.Foreign)
            {
                return outcome is ViewOutcome.Done or ViewOutcome.HomeMissing;
            }

            switch (engine.Options.OnExternalChange)
            {
                case ExternalChange.Adopt when await adoption.AdoptAsync(backend, key, cancellationToken) == AdoptionOutcome.NewVersion:
                    return false;
                case ExternalChange.Adopt:
                    break;
                case ExternalChange.Quarantine:
                    var name = await backend.Views!.QuarantineAsync(key, cancellationToken);
                    await adoption.NoteForeignAsync(key, backend.Name, $"moved to quarantine as {name}", cancellationToken);
                    break;
                default:
                    await adoption.NoteForeignAsync(key, backend.Name, "left where it is", cancellationToken);
                    return true;
            }
        }

        return false;
    }

    private async ValueTask<bool> IsStillAsync(ObjectRow row, CancellationToken cancellationToken) =>
        await engine.Catalog.QueryAsync(
            async session => await session.Prepare("SELECT 1 FROM object WHERE key = @p0 AND generation = @p1", row.Key, row.Generation).ExecuteScalarAsync() is not null,
            cancellationToken);
}
