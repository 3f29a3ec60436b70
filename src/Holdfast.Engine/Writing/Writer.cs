using System.Buffers;
using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Placement;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Engine.Writing;

/// <summary>Put and copy: stage, commit, publish, tidy (docs/architecture.md). No lock is held while bytes stream.</summary>
internal sealed class Writer(EngineContext engine, StoredObjects objects, Adoption adoption, AfterCommit afterCommit)
{
    public async Task<PutResult> PutAsync(ObjectKey key, PipeReader content, PutOptions options, CancellationToken cancellationToken)
    {
        await RefuseEarlyAsync(key, options, cancellationToken);
        var type = options.Attributes.ContentType ?? ContentTypes.FromName(key.Value) ?? await SniffAsync(content, cancellationToken);
        var attributes = options.Attributes with { ContentType = type };
        var staged = await StageAsync(
            key,
            new ObjectFacts(key, options.Length),
            (backend, home, attempt) => backend.WriteAsync(
                home,
                content,
                new WriteOptions
                {
                    Length = options.Length,
                    MaxLength = options.MaxLength,
                    Expected = options.Expected,
                    Attributes = Marked(attributes, key, attempt),
                    Durable = engine.IsDurable(key.Value),
                },
                cancellationToken),
            cancellationToken);
        var version = VersionOf(staged, key, attributes, "put") with
        {
            ExpiresAt = options.ExpiresAt?.ToUnixTimeMilliseconds(),
            Owner = options.Owner,
            OriginalName = options.OriginalName,
        };
        var request = RequestOf(staged, version) with { IfAbsent = options.IfAbsent, IfMatch = options.IfMatch };
        return await CommitAsync(key, staged, request, cancellationToken);
    }

    /// <summary>Copies a version's bytes to a home of the target and commits it, with the source's deletion when it is a move.</summary>
    public async Task<PutResult> CopyAsync(Known source, ObjectKey target, TransferOptions options, bool move, CancellationToken cancellationToken)
    {
        var version = source.Version!;
        var replica = source.Replicas.FirstOrDefault(r => r.State == ReplicaState.Present)
            ?? throw StorageErrors.Unavailable(engine.Options.Strategy.Name, "no replica of the source can be read now");
        var attributes = AttributesJson.Read(version.Attributes, version.ContentType, version.StorageClass);
        await RefuseEarlyAsync(target, new PutOptions { IfAbsent = !options.Overwrite }, cancellationToken);
        var staged = await StageAsync(
            target,
            new ObjectFacts(target, version.Size),
            (backend, home, attempt) => backend.CopyAsync(
                ObjectKey.FromStored(replica.Home), home, new CopyOptions { Attributes = Marked(attributes, target, attempt) }, cancellationToken),
            cancellationToken);
        if (version.Sha256 is { } sha && staged.Written.Digests is { } digests && !digests.Sha256.Span.SequenceEqual(sha))
        {
            await AbandonAsync(staged);
            throw StorageErrors.IntegrityMismatch(ObjectKey.FromStored(version.Key), "its bytes are not those that were stored", replica.Backend);
        }

        var copied = VersionOf(staged, target, attributes, "copy") with { Owner = options.Owner ?? version.Owner, OriginalName = version.OriginalName, ExpiresAt = version.ExpiresAt };
        var request = RequestOf(staged, copied) with { IfAbsent = !options.Overwrite, MovedFrom = move ? (version.Key, version.VersionId) : null };
        return await CommitAsync(target, staged, request, cancellationToken);
    }

    private async Task<Staged> StageAsync(
        ObjectKey key, ObjectFacts facts, Func<IBackend, ObjectKey, string, Task<WriteResult>> write, CancellationToken cancellationToken)
    {
        var backend = engine.Backend(engine.Options.Strategy.Place(facts).Wanted[0].Backend);
        var attempt = engine.NewId();
        var home = ObjectKey.Reserved(Ids.HomeName(attempt));
        await engine.Options.Steps.ReachedAsync(ProtocolStep.BeforeUploadRow, cancellationToken);
        await engine.Catalog.WriteAsync(
            async session =>
            {
                await UploadSql.OpenAsync(session, attempt, key.Value, backend.Name, home.Value, engine.InstanceId);
                return 0;
            },
            cancellationToken);
        try
        {
            await engine.Options.Steps.ReachedAsync(ProtocolStep.AfterUploadRow, cancellationToken);
            return new Staged(attempt, backend, home, await write(backend.Backend, home, attempt));
        }
        catch
        {
            // The backend left nothing; where it could not (it is dying), the aborted row has the home removed later.
            await AbandonAsync(attempt);
            throw;
        }
    }

    private async Task<PutResult> CommitAsync(ObjectKey key, Staged staged, CommitRequest request, CancellationToken cancellationToken)
    {
        Committed committed;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AdoptBeforeAsync(staged.Backend, key, cancellationToken);
            await engine.Options.Steps.ReachedAsync(ProtocolStep.BeforeCommit, cancellationToken);
            committed = await engine.Catalog.WriteAsync(session => Commit.VersionAsync(session, request), cancellationToken);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.OutcomeUnknown)
        {
            // Nothing is removed: the version may be current. Recovery finds out.
            throw;
        }
        catch
        {
            await AbandonAsync(staged);
            throw;
        }

        await afterCommit.RunAsync(committed);
        return new PutResult(objects.Of(committed.Object, committed.Version!, committed.Replicas), committed.Replaced);
    }

    /// <summary>A file of another program under the key, not known yet, becomes the version that this one replaces; else it would later look newer.</summary>
    private async Task AdoptBeforeAsync(EngineBackend backend, ObjectKey key, CancellationToken cancellationToken)
    {
        if (backend.Views is { } views && engine.Options.OnExternalChange == ExternalChange.Adopt
            && (await views.LookAsync(key, cancellationToken)).State == ViewState.Foreign)
        {
            await adoption.AdoptAsync(backend, key, cancellationToken);
        }
    }

    /// <summary>Conditions that fail already need no upload; they are looked at again in the commit.</summary>
    private async Task RefuseEarlyAsync(ObjectKey key, PutOptions options, CancellationToken cancellationToken)
    {
        if (options is { Length: { } length, MaxLength: { } limit } && length > limit)
        {
            throw StorageErrors.TooLarge(limit, key);
        }

        if (!options.IfAbsent && options.IfMatch is null)
        {
            return;
        }

        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, key.Value), cancellationToken);
        if (options.IfAbsent && (known?.Version is not null || await adoption.LookAsync(key, known is not null, cancellationToken) is not null))
        {
            throw StorageErrors.AlreadyExists(key);
        }

        if (options.IfMatch is { } etags && !(known?.Version is { } there && Commit.Matches(etags, there.ETag)))
        {
            throw StorageErrors.PreconditionFailed(key, "If-Match");
        }
    }

    private Task AbandonAsync(Staged staged) => AbandonAsync(staged.Attempt);

    /// <summary>Ends an attempt: it can never commit now, and the tidier removes its home by name.</summary>
    private async Task AbandonAsync(string attempt)
    {
        try
        {
            await engine.Catalog.WriteAsync(session => UploadSql.AbortAsync(session, attempt), CancellationToken.None);
            afterCommit.Signal();
        }
        catch (StorageException)
        {
            // The caller hears of the first failure. The row stays open until recovery, which sweeps what belongs to no living server.
        }
    }

    private static async Task<string?> SniffAsync(PipeReader content, CancellationToken cancellationToken)
    {
        var read = await content.ReadAtLeastAsync(ContentTypes.SniffLength, cancellationToken);
        var type = ContentTypes.FromBytes(read.Buffer);
        content.AdvanceTo(read.Buffer.Start);
        return type;
    }

    private static ObjectAttributes Marked(ObjectAttributes attributes, ObjectKey key, string attempt) =>
        attributes with { System = UserMetadata.From([new("attempt", attempt), new("key", Printable(key))]) };

    // Metadata values hold no control characters; such keys are told apart by their escaped form.
    private static string Printable(ObjectKey key) => key.Value.Any(char.IsControl) ? Uri.EscapeDataString(key.Value) : key.Value;

    private VersionRow VersionOf(Staged staged, ObjectKey key, ObjectAttributes attributes, string origin)
    {
        var digests = staged.Written.Digests;
        return new VersionRow
        {
            VersionId = staged.Attempt,
            Key = key.Value,
            Generation = 0,
            Size = staged.Written.Stat.Size,
            Sha256 = digests?.Sha256.ToArray(),
            ETag = digests is null ? staged.Written.Stat.ETag : digests.Sha256Hex[..32],
            ContentType = attributes.ContentType,
            Attributes = AttributesJson.Write(attributes),
            StorageClass = attributes.StorageClass,
            CreatedAt = engine.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            Origin = origin,
            Blocks = digests is null ? null : Digesting.Pack(digests.BlockChecksums),
        };
    }

    private static CommitRequest RequestOf(Staged staged, VersionRow version) => new()
    {
        Attempt = staged.Attempt,
        Version = version,
        Backend = staged.Backend.Name,
        Home = staged.Home.Value,
        Identity = staged.Written.Stat.Identity,
    };

    /// <summary>A home that is written and durable and that no version has yet.</summary>
    private sealed record Staged(string Attempt, EngineBackend Backend, ObjectKey Home, WriteResult Written);
}
