using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Writing;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;
using Holdfast.Steps;
using Microsoft.Extensions.Logging;

namespace Holdfast.Engine.Reconciling;

/// <summary>
/// Takes files of other programs into the catalog where they lie: a hard link gives them a home, no byte is copied. Small ones are hashed at once,
/// large ones soon after (<see cref="Digesting"/>).
/// </summary>
internal sealed class Adoption(EngineContext engine, Digesting digesting)
{
    private readonly ILogger _log = engine.Options.Logging.CreateLogger<Adoption>();

    /// <summary>Looks at the readable key of every linked backend and adopts a file that is not ours; null when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isKnown">Whether the catalog has a row for the key; a file with our own mark is then never adopted.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Committed?> LookAsync(ObjectKey key, bool isKnown, CancellationToken cancellationToken)
    {
        if (engine.Options.OnExternalChange != ExternalChange.Adopt)
        {
            return null;
        }

        foreach (var backend in engine.Options.Backends.Where(b => b.Views is not null))
        {
            var look = await backend.Views!.LookAsync(key, cancellationToken);
            if ((look.State == ViewState.Foreign || (look.State == ViewState.Ours && !isKnown)) && await AdoptAsync(backend, key, cancellationToken) is { } adopted)
            {
                return adopted;
            }
        }

        return null;
    }

    /// <summary>Does with a foreign file at the key what the settings say; true when the key may count as settled.</summary>
    public async Task<bool> SettleForeignAsync(EngineBackend backend, ObjectKey key, CancellationToken cancellationToken)
    {
        var choice = engine.Options.OnExternalChange;
        switch (choice)
        {
            case ExternalChange.Adopt:
                await AdoptAsync(backend, key, cancellationToken);
                return false;
            case ExternalChange.Quarantine:
                var name = await backend.Views!.QuarantineAsync(key, cancellationToken);
                await NoteAsync(key, backend.Name, $"moved to {name}", cancellationToken);
                return false;
            default:
                await NoteAsync(key, backend.Name, "left where it is", cancellationToken);
                return true;
        }
    }

    /// <summary>
    /// Adopts the file at the key of one backend; null when nothing is there or when it is ours already. Never hides a put that commits meanwhile.
    /// </summary>
    public async Task<Committed?> AdoptAsync(EngineBackend backend, ObjectKey key, CancellationToken cancellationToken)
    {
        var attempt = engine.NewId();
        var home = ObjectKey.Reserved(Ids.HomeName(attempt));
        await engine.Catalog.WriteAsync(
            async session =>
            {
                await UploadSql.OpenAsync(session, attempt, key.Value, backend.Name, home.Value, engine.InstanceId);
                return 0;
            },
            cancellationToken);
        Committed? committed = null;
        try
        {
            var adopted = await backend.Views!.AdoptAsync(
                key,
                home,
                async (stat, token) =>
                {
                    await engine.Options.Steps.ReachedAsync(ProtocolStep.AdoptionLinked, token);
                    committed = await CommitAsync(backend, key, home, attempt, stat);
                    return committed is not null;
                },
                cancellationToken);
            if (!adopted)
            {
                committed = null;
            }
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.Conflict)
        {
            committed = null;
        }
        finally
        {
            if (committed is null)
            {
                await engine.Catalog.WriteAsync(session => UploadSql.AbortAsync(session, attempt), CancellationToken.None);
            }
        }

        if (committed is { } done)
        {
            await digesting.AfterAdoptionAsync(done, cancellationToken);
        }

        return committed;
    }

    private async Task<Committed?> CommitAsync(EngineBackend backend, ObjectKey key, ObjectKey home, string attempt, ObjectStat stat) =>
        await engine.Catalog.WriteAsync(
            async session =>
            {
                if (await IsKnownAsync(session, backend.Name, key, stat))
                {
                    return null;
                }

                var version = new VersionRow
                {
                    VersionId = attempt,
                    Key = key.Value,
                    Generation = 0,
                    Size = stat.Size,
                    ETag = "a" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(stat.Identity ?? attempt)))[..31],
                    ContentType = stat.Attributes.ContentType ?? ContentTypes.FromName(key.Value),
                    Attributes = AttributesJson.Write(stat.Attributes),
                    CreatedAt = stat.LastModified.ToUnixTimeMilliseconds(),
                    Origin = "adopt",
                };
                return await Commit.VersionAsync(session, new CommitRequest { Attempt = attempt, Version = version, Backend = backend.Name, Home = home.Value, Identity = stat.Identity });
            },
            CancellationToken.None);

    /// <summary>
    /// Whether the file is ours. One that carries our mark for this key is, whatever became of its rows: it is the current version, or one that was
    /// superseded or deleted and whose link is still to be replaced; to adopt it would bring an old version back. Only a catalog that never knew
    /// the key (it was lost, or the folder came from elsewhere) takes such a file in.
    /// </summary>
    private static async Task<bool> IsKnownAsync(Catalog.CatalogSession session, string backend, ObjectKey key, ObjectStat stat)
    {
        var system = stat.Attributes.System;
        if (system.TryGetValue("key", out var marked) && marked == key.Value)
        {
            return await session.Prepare("SELECT 1 FROM object WHERE key = @p0", key.Value).ExecuteScalarAsync() is not null;
        }

        return await session.Prepare(
            "SELECT 1 FROM object o JOIN replica r ON r.version_id = o.current_version WHERE o.key = @p0 AND r.backend = @p1 AND r.identity = @p2",
            key.Value, backend, stat.Identity).ExecuteScalarAsync() is not null;
    }

    private async Task NoteAsync(ObjectKey key, string backend, string outcome, CancellationToken cancellationToken)
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
}
