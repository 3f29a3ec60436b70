using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Conformance.Doubles;

/// <summary>The objects of a memory backend: one immutable sorted set, exchanged under a lock.</summary>
internal sealed class MemoryStore(MemoryBackendOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private ImmutableSortedSet<MemoryObject> _items = ImmutableSortedSet.Create<MemoryObject>(new MemoryObject.Order());
    private long _serial;
    private long _used;
    private int _openUploads;
    private int _openReads;

    public ImmutableSortedSet<MemoryObject> Snapshot => Volatile.Read(ref _items);

    public int OpenUploads => Volatile.Read(ref _openUploads);

    public int OpenReads => Volatile.Read(ref _openReads);

    public long UsedBytes => Interlocked.Read(ref _used);

    public MemoryObject Get(ObjectKey key) => Find(key) ?? throw StorageErrors.NotFound(key, options.Name);

    public Stream Open(MemoryObject item, long offset, long length)
    {
        Interlocked.Increment(ref _openReads);
        return new CountedStream(new ChunkStream(item.Chunks, offset, length), () => Interlocked.Decrement(ref _openReads));
    }

    public string BeginUpload()
    {
        Interlocked.Increment(ref _openUploads);
        return string.Create(CultureInfo.InvariantCulture, $"u{Interlocked.Increment(ref _serial):x}");
    }

    public void EndUpload() => Interlocked.Decrement(ref _openUploads);

    public void CheckConditions(ObjectKey key, WriteOptions conditions)
    {
        var there = Find(key);
        if (conditions.IfAbsent && there is not null)
        {
            throw StorageErrors.AlreadyExists(key, options.Name);
        }

        if (conditions.IfMatch is { } tag && there?.Stat.ETag != tag)
        {
            throw StorageErrors.PreconditionFailed(key, "If-Match", options.Name);
        }
    }

    public ObjectStat Put(ObjectKey key, IReadOnlyList<ReadOnlyMemory<byte>> chunks, ContentDigests digests, WriteOptions how)
    {
        lock (_gate)
        {
            CheckConditions(key, how);
            return Store(key, digests.Length, digests.Sha256, how.Attributes, chunks);
        }
    }

    public ObjectStat Copy(ObjectKey source, ObjectKey target, CopyOptions how)
    {
        lock (_gate)
        {
            var from = Get(source);
            if (how.SourceIfMatch is { } tag && tag != from.Stat.ETag)
            {
                throw StorageErrors.PreconditionFailed(source, "source If-Match", options.Name);
            }

            CheckConditions(target, new WriteOptions { IfAbsent = how.IfAbsent });
            return source == target && how.Attributes is null
                ? from.Stat
                : Store(target, from.Stat.Size, from.Stat.Sha256, how.Attributes ?? from.Stat.Attributes, from.Chunks);
        }
    }

    public DeleteResult Remove(ObjectKey key, string? ifMatch)
    {
        lock (_gate)
        {
            if (Find(key) is not { } there)
            {
                return new DeleteResult(key, false, null);
            }

            if (ifMatch is not null && ifMatch != there.Stat.ETag)
            {
                return new DeleteResult(key, true, StorageErrors.PreconditionFailed(key, "If-Match", options.Name));
            }

            _used -= there.Stat.Size;
            _items = _items.Remove(there);
            return new DeleteResult(key, true, null);
        }
    }

    private MemoryObject? Find(ObjectKey key) => Snapshot is var items && items.IndexOf(MemoryObject.Probe(key.Value)) is >= 0 and var at ? items[at] : null;

    private ObjectStat Store(ObjectKey key, long size, ReadOnlyMemory<byte>? sha256, ObjectAttributes attributes, IReadOnlyList<ReadOnlyMemory<byte>> chunks)
    {
        var old = Find(key);
        var used = _used + size - (old?.Stat.Size ?? 0);
        if (used > options.Quota)
        {
            throw StorageErrors.QuotaExceeded(options.Name, "its quota is used up.");
        }

        // A clock that was set back must not make a newer version look older.
        var now = time.GetUtcNow();
        var modified = old is not null && old.Stat.LastModified > now ? old.Stat.LastModified : now;
        var tag = string.Create(CultureInfo.InvariantCulture, $"m{Interlocked.Increment(ref _serial):x}");
        var stat = new ObjectStat(key, size, tag, modified) { Identity = tag, Attributes = attributes, Sha256 = sha256 };
        _items = (old is null ? _items : _items.Remove(old)).Add(new MemoryObject(stat, chunks));
        _used = used;
        return stat;
    }
}
