using System.Buffers;
using System.Buffers.Binary;
using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Engine.Reconciling;

/// <summary>Reads adopted files once and keeps their digests, so that they can be verified like all others.</summary>
internal sealed class Digesting(EngineContext engine)
{
    /// <summary>Hashes all versions that have no digest yet and can be read; calls back after each.</summary>
    public async Task AllAsync(Func<ValueTask> afterEach, CancellationToken cancellationToken)
    {
        for (var last = string.Empty; ;)
        {
            var after = last;
            var versions = await engine.Catalog.ReadAsync(session => WithoutDigestAsync(session, after), cancellationToken);
            if (versions.Count == 0)
            {
                return;
            }

            foreach (var version in versions)
            {
                var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindVersionAsync(session, version), cancellationToken);
                if (known?.Replicas.FirstOrDefault(r => r.State == Objects.ReplicaState.Present) is { } replica)
                {
                    await OneAsync(version, replica, null, cancellationToken);
                }

                await afterEach();
            }

            last = versions[^1];
        }
    }

    /// <summary>The digests of a replica's bytes, read once from end to end.</summary>
    public async Task<ContentDigests> HashAsync(string backend, string home, string? identity, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var read = await engine.Backend(backend).Backend.ReadAsync(
            ObjectKey.FromStored(home), new ReadOptions { ExpectedIdentity = identity, Describe = false }, cancellationToken);
        using var hasher = new ContentHasher();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
        try
        {
            for (int count; (count = await read.Content.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                hasher.Append(buffer.AsSpan(0, count));
                progress?.Report(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hasher.Finish();
    }

    /// <summary>Block checksums as they lie in the catalog.</summary>
    public static byte[] Pack(IReadOnlyList<uint> blocks)
    {
        var bytes = new byte[blocks.Count * sizeof(uint)];
        for (var i = 0; i < blocks.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), blocks[i]);
        }

        return bytes;
    }

    private static async Task<List<string>> WithoutDigestAsync(Catalog.CatalogSession session, string after)
    {
        var found = new List<string>();
        await using var reader = await session.Prepare(
            "SELECT version_id FROM version WHERE sha256 IS NULL AND superseded_at IS NULL AND version_id > @p0 ORDER BY version_id LIMIT 256", after).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Reads one version and keeps its digests; throws nothing for a file that is gone, changed or out of reach.</summary>
    public async Task OneAsync(string version, ReplicaRow replica, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ContentDigests digests;
        try
        {
            digests = await HashAsync(replica.Backend, replica.Home, replica.Identity, progress, cancellationToken);
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.IdentityChanged or StorageErrorKind.Unavailable)
        {
            // Gone, changed or out of reach: reads and verification deal with that; it stays without a digest until then.
            return;
        }

        await engine.Catalog.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE version SET sha256 = @p1, blocks = @p2 WHERE version_id = @p0 AND sha256 IS NULL", version, digests.Sha256.ToArray(), Pack(digests.BlockChecksums)),
            cancellationToken);
    }
}
