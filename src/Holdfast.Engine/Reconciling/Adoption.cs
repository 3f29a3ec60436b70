using System.Security.Cryptography;
using System.Text;
using Holdfast.Backends;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>
/// Takes files of other programs into the catalog where they lie: a hard link gives them a home, no byte is copied. Small ones, and those that may
/// be the current version's bytes in another file, are hashed first; large ones soon after (<see cref="Digesting"/>).
/// </summary>
internal sealed class Adoption(EngineContext engine, Attempts attempts, Digesting digesting, Tidier tidier)
{
    private const long SmallSize = 1 << 20;
    private const int Tries = 5;

    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Adoption>();

    // With one linked backend an adopted file is its key's view already; with several, the others may still show something else.
    private readonly bool _showsAlready = engine.Options.Backends.Count(b => b.Views is not null) == 1;

    /// <summary>Looks at the readable key of every linked backend and adopts a file that is not ours, where the settings say so; true when something was.</summary>
    public async Task<bool> LookAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (engine.Options.OnExternalChange == ExternalChange.Adopt)
        {
            foreach (var backend in engine.Options.Backends.Where(b => b.Views is not null))
            {
                if (await AdoptAsync(backend, key, cancellationToken) != AdoptionOutcome.Nothing)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Keeps in the journal and the log what became of a foreign file that is not adopted.</summary>
    public async Task NoteForeignAsync(ObjectKey key, string backend, string outcome, CancellationToken cancellationToken)
    {
        _log.ForeignFile(StorageErrors.Quote(key.Value), outcome);
        await engine.Catalog.WriteAsync(
            async session =>
            {
                await JournalSql.AddAsync(session, key.Value, null, null, "foreign", backend, outcome);
                return 0;
            },
            cancellationToken);
    }

    /// <summary>
    /// Adopts the file at the key of one backend, unless it is ours. Never hides a put that commits meanwhile, and never brings back a version that was
    /// superseded or deleted and whose link is still to be replaced.
    /// </summary>
    public async Task<AdoptionOutcome> AdoptAsync(EngineBackend backend, ObjectKey key, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            // The look comes after the read: what commits in between makes the commit below refuse.
            var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, key.Value), cancellationToken);
            var look = await backend.Views!.LookAsync(key, cancellationToken);
            if (look.Stat is not { } stat || (IsOurs(backend, key, look, known) && !await IsUnderWayAsync(backend, look, known!, cancellationToken)))
            {
                return AdoptionOutcome.Nothing;
            }

            try
            {
                var digests = await DigestsAsync(backend, key, stat, known, cancellationToken);
                if (await OneAsync(backend, key, stat, known, digests, cancellationToken) is { } outcome)
                {
                    return outcome;
                }
            }
            catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.Conflict or StorageErrorKind.IdentityChanged)
            {
                // It, or the object, changed meanwhile: look again.
            }
        }

        // It changes faster than it can be taken in; the next look does it.
        return AdoptionOutcome.Nothing;
    }

    /// <summary>
    /// Whether a file is one that we set. It carries our mark for this key, whatever became of the rows since (only a catalog that never knew the key
    /// takes it in: it was lost, or the folder came from elsewhere). A mark for another key is a file that a person renamed or linked.
    /// </summary>
    private static bool IsOurs(EngineBackend backend, ObjectKey key, ViewLook look, Known? known) =>
        look.State == ViewState.Ours && known is not null
        && ((look.Stat!.Attributes.System.TryGetValue("key", out var marked) && marked == KeyMark.Of(key))
            || known.Replicas.Any(r => r.Backend == backend.Name && r.Identity == look.Stat.Identity));

    /// <summary>
    /// Whether the mark is that of an adoption that has not committed, so that the file is still another program's: its adoption here waits for that one,
    /// or does what that one did not live to do.
    /// </summary>
    private async Task<bool> IsUnderWayAsync(EngineBackend backend, ViewLook look, Known known, CancellationToken cancellationToken) =>
        look.Attempt is { } attempt
        && !known.Replicas.Any(r => r.Backend == backend.Name && r.Home.EndsWith("/" + attempt, StringComparison.Ordinal))
        && await engine.Catalog.ReadAsync(
            async session => await session.Prepare("SELECT 1 FROM upload WHERE attempt_id = @p0 AND adopts = 1", attempt).ExecuteScalarAsync() is not null, cancellationToken);

    private async Task<ContentDigests?> DigestsAsync(EngineBackend backend, ObjectKey key, ObjectStat stat, Known? known, CancellationToken cancellationToken) =>
        stat.Size <= SmallSize || (known?.Version is { Sha256: not null } current && current.Size == stat.Size)
            ? await digesting.HashAsync(backend.Name, key.Value, stat.Identity, null, cancellationToken)
            : null;

    /// <summary>One try; null when the file at the key is not the one that was looked at.</summary>
    private async Task<AdoptionOutcome?> OneAsync(
        EngineBackend backend, ObjectKey key, ObjectStat seen, Known? known, ContentDigests? digests, CancellationToken cancellationToken)
    {
        var attempt = await attempts.OpenAsync(key, backend.Name, true, cancellationToken);
        (AdoptionOutcome Outcome, Committed? Version)? result = null;
        var done = false;
        try
        {
            done = await backend.Views!.AdoptAsync(
                key,
                attempt.Home,
                async (stat, token) =>
                {
                    if (stat.Identity != seen.Identity)
                    {
                        return false;
                    }

                    result = await CommitAsync(backend, attempt, stat, known, digests);
                    return result is not { Outcome: AdoptionOutcome.Nothing };
                },
                cancellationToken);
        }
        finally
        {
            if (!done)
            {
                await attempts.EndAsync(attempt);
            }
        }

        tidier.Remove(result?.Version?.Superseded ?? []);
        tidier.Signal();
        return result?.Outcome;
    }

    private async Task<(AdoptionOutcome, Committed?)> CommitAsync(EngineBackend backend, Attempt attempt, ObjectStat stat, Known? known, ContentDigests? digests)
    {
        try
        {
            return await engine.Catalog.WriteAsync(session => CommitAsync(session, backend, attempt, stat, known, digests), CancellationToken.None);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.OutcomeUnknown)
        {
            // The link must stay if it was committed, and if nobody can tell.
            return await attempts.EndAsync(attempt) == AttemptEnd.GivenUp ? throw StorageErrors.Conflict("The adoption was not committed.", attempt.Key) : (AdoptionOutcome.NewVersion, null);
        }
    }

    private async Task<(AdoptionOutcome, Committed?)> CommitAsync(CatalogSession session, EngineBackend backend, Attempt attempt, ObjectStat stat, Known? known, ContentDigests? digests)
    {
        var now = await ObjectSql.FindAsync(session, attempt.Key.Value);
        var generation = known?.Object.Generation ?? 0;
        if ((now?.Object.Generation ?? 0) != generation)
        {
            throw StorageErrors.Conflict("The object changed meanwhile.", attempt.Key);
        }

        if (await IsOldVersionAsync(session, backend.Name, attempt.Key, stat))
        {
            return (AdoptionOutcome.Nothing, null);
        }

        if (digests is not null && Commit.IsLive(session, now?.Version) && now!.Version!.Sha256 is { } sha && digests.Length == now.Version.Size && digests.Sha256.Span.SequenceEqual(sha)
            && now.Replicas.FirstOrDefault(r => r.Backend == backend.Name) is { } replica)
        {
            await Rehoming.MoveAsync(session, attempt, replica, stat.Identity, engine.InstanceId, "the same bytes lie in another file now");
            return (AdoptionOutcome.SameContent, null);
        }

        var version = new VersionRow
        {
            VersionId = attempt.Id,
            Key = attempt.Key.Value,
            Generation = 0,
            Size = stat.Size,
            Sha256 = digests?.Sha256.ToArray(),
            ETag = digests is not null ? digests.Sha256Hex[..32] : "a" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stat.Identity ?? attempt.Id)))[..31],
            ContentType = stat.Attributes.ContentType ?? ContentTypes.FromName(attempt.Key.Value),
            Attributes = AttributesJson.Write(stat.Attributes),
            CreatedAt = stat.LastModified.ToUnixTimeMilliseconds(),
            Origin = "adopt",
            Blocks = digests is null ? null : Digesting.Pack(digests.BlockChecksums),
        };
        var request = new CommitRequest
        {
            Attempt = attempt.Id,
            Version = version,
            Backend = backend.Name,
            Home = attempt.Home.Value,
            Identity = stat.Identity,
            ExpectedGeneration = generation,
            ViewDone = _showsAlready,
        };
        return (AdoptionOutcome.NewVersion, await Commit.VersionAsync(session, request));
    }

    // The rows of a superseded version stand until its link is known to be replaced.
    private static async Task<bool> IsOldVersionAsync(CatalogSession session, string backend, ObjectKey key, ObjectStat stat) => await session.Prepare(
        "SELECT 1 FROM version v JOIN replica r ON r.version_id = v.version_id WHERE v.key = @p0 AND v.superseded_at IS NOT NULL AND r.backend = @p1 AND r.identity = @p2",
        key.Value, backend, stat.Identity).ExecuteScalarAsync() is not null;
}
