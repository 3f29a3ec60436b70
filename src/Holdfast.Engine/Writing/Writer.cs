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
internal sealed class Writer(EngineContext engine, StoredObjects objects, Attempts attempts, Reading.Lookup lookup, Adoption adoption, AfterCommit afterCommit)
{
    public async Task<PutResult> PutAsync(ObjectKey key, PipeReader content, PutOptions options, CancellationToken cancellationToken)
    {
        await RefuseEarlyAsync(key, options, cancellationToken);
        var type = options.Attributes.ContentType ?? ContentTypes.FromName(key.Value) ?? await SniffAsync(content, cancellationToken);
        var attributes = options.Attributes with { ContentType = type };
        var staged = await StageAsync(
            key,
            new ObjectFacts(key, options.Length),
            (backend, attempt) => backend.Backend.WriteAsync(
                attempt.Home,
                content,
                new WriteOptions
                {
                    Length = options.Length,
                    MaxLength = options.MaxLength,
                    Expected = options.Expected,
                    Attributes = Marked(attributes, key, attempt.Id),
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
    public async Task<PutResult> CopyAsync(Known source, ObjectReader content, ObjectKey target, TransferOptions options, bool move, CancellationToken cancellationToken)
    {
        var version = source.Version!;
        var attributes = AttributesJson.Read(version.Attributes, version.ContentType, version.StorageClass);
        await RefuseEarlyAsync(target, new PutOptions { IfAbsent = !options.Overwrite }, cancellationToken);
        var staged = await StageAsync(
            target,
            new ObjectFacts(target, version.Size),
            (backend, attempt) => CopyToAsync(source, content, backend, attempt.Home, Marked(attributes, target, attempt.Id), engine.IsDurable(target.Value), cancellationToken),
            cancellationToken);
        if (version.Sha256 is { } sha && staged.Written.Digests is { } digests && !digests.Sha256.Span.SequenceEqual(sha))
        {
            await attempts.EndAsync(staged.Attempt);
            throw StorageErrors.IntegrityMismatch(ObjectKey.FromStored(version.Key), "its bytes are not those that were stored", staged.Backend.Name);
        }

        var copied = VersionOf(staged, target, attributes, "copy") with { Owner = options.Owner ?? version.Owner, OriginalName = version.OriginalName, ExpiresAt = version.ExpiresAt };
        var request = RequestOf(staged, copied) with { IfAbsent = !options.Overwrite, MovedFrom = move ? (version.Key, version.VersionId) : null };
        return await CommitAsync(target, staged, request, cancellationToken);
    }

    /// <summary>Inside the backend where the bytes are there and good, else through the reader, which finds any replica that is right.</summary>
    private static async Task<WriteResult> CopyToAsync(
        Known source, ObjectReader content, EngineBackend backend, ObjectKey home, ObjectAttributes attributes, bool durable, CancellationToken cancellationToken)
    {
        var there = source.Replicas.FirstOrDefault(r => r.State == ReplicaState.Present && r.Backend == backend.Name);
        if (there is not null && backend.Backend.Descriptor.Capabilities.Copy is { } copy && copy.MaxSize >= source.Version!.Size)
        {
            try
            {
                return await backend.Backend.CopyAsync(ObjectKey.FromStored(there.Home), home, new CopyOptions { Attributes = attributes }, cancellationToken);
            }
            catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.IdentityChanged or StorageErrorKind.IntegrityMismatch)
            {
                // Replaced, moved or damaged since it was looked up: the reader has it open, or finds it elsewhere, or says what is wrong.
            }
        }

        await using var stream = content.AsStream(0, source.Version!.Size);
        return await backend.Backend.WriteAsync(
            home, PipeReader.Create(stream), new WriteOptions { Length = source.Version.Size, Attributes = attributes, Durable = durable }, cancellationToken);
    }

    private async Task<Staged> StageAsync(ObjectKey key, ObjectFacts facts, Func<EngineBackend, Attempt, Task<WriteResult>> write, CancellationToken cancellationToken)
    {
        var backend = engine.Backend(engine.Options.Strategy.Place(facts).Wanted[0].Backend);
        await engine.Options.Steps.ReachedAsync(ProtocolStep.BeforeUploadRow, cancellationToken);
        var attempt = await attempts.OpenAsync(key, backend.Name, false, cancellationToken);
        try
        {
            await engine.Options.Steps.ReachedAsync(ProtocolStep.AfterUploadRow, cancellationToken);
            return new Staged(attempt, backend, await write(backend, attempt));
        }
        catch
        {
            // The backend left nothing; where it could not (it is dying), the aborted row has the home removed later.
            await attempts.EndAsync(attempt);
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
        catch (Exception error)
        {
            // A commit whose outcome is unknown may have happened: giving the attempt up then changes nothing, and tells.
            var end = await attempts.EndAsync(staged.Attempt);
            if (end == AttemptEnd.Committed && await CommittedAsync(staged.Attempt) is { } done)
            {
                committed = done;
            }
            else if (end == AttemptEnd.GivenUp && error is StorageException { Kind: StorageErrorKind.OutcomeUnknown })
            {
                throw StorageErrors.Unavailable("catalog", "the commit failed; nothing was stored", error);
            }
            else
            {
                throw;
            }
        }

        await afterCommit.RunAsync(committed);
        return new PutResult(objects.Of(committed.Object, committed.Version!, committed.Replicas), committed.Replaced);
    }

    /// <summary>What a commit made that was only found out afterwards; null when the version was superseded and removed since.</summary>
    private async Task<Committed?> CommittedAsync(Attempt attempt) => await engine.Catalog.ReadAsync(
        async session =>
        {
            var known = await ObjectSql.FindVersionAsync(session, attempt.Id);
            var replaced = await session.Prepare("SELECT 1 FROM journal WHERE key = @p0 AND version_id = @p1 AND event = 'replaced'", attempt.Key.Value, attempt.Id).ExecuteScalarAsync() is not null;
            return known is null ? null : new Committed(known.Object, known.Version, known.Replicas, [], replaced);
        },
        CancellationToken.None);

    /// <summary>A file of another program under the key, not known yet, becomes the version that this one replaces; else it would later look newer.</summary>
    private async Task AdoptBeforeAsync(EngineBackend backend, ObjectKey key, CancellationToken cancellationToken)
    {
        if (backend.Views is not null && engine.Options.OnExternalChange == ExternalChange.Adopt)
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

        var there = (await lookup.FindAsync(key, cancellationToken))?.Version;
        if (options.IfAbsent && there is not null)
        {
            throw StorageErrors.AlreadyExists(key);
        }

        if (options.IfMatch is { } etags && !(there is not null && Commit.Matches(etags, there.ETag)))
        {
            throw StorageErrors.PreconditionFailed(key, "If-Match");
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
        attributes with { System = UserMetadata.From([new("attempt", attempt), new("key", KeyMark.Of(key))]) };

    private VersionRow VersionOf(Staged staged, ObjectKey key, ObjectAttributes attributes, string origin)
    {
        var digests = staged.Written.Digests;
        return new VersionRow
        {
            VersionId = staged.Attempt.Id,
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
        Attempt = staged.Attempt.Id,
        Version = version,
        Backend = staged.Backend.Name,
        Home = staged.Attempt.Home.Value,
        Identity = staged.Written.Stat.Identity,
    };

    /// <summary>A home that is written and durable and that no version has yet.</summary>
    private sealed record Staged(Attempt Attempt, EngineBackend Backend, WriteResult Written);
}
