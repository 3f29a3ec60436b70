using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Conformance.Doubles;

/// <summary>
/// A complete backend in memory: conditions, ranges, parts, copies and ordered lists, all atomic, contents immutable. For tests and as the
/// model of what a backend does; it never forgets and never fails by itself.
/// </summary>
public sealed class MemoryBackend : IBackend
{
    private readonly MemoryStore _store;
    private readonly TimeProvider _time;
    private volatile bool _disposed;

    /// <summary>Begins empty.</summary>
    /// <param name="options">Name, capabilities and quota; null means the most.</param>
    /// <param name="time">The clock that stamps objects; null means the system's.</param>
    public MemoryBackend(MemoryBackendOptions? options = null, TimeProvider? time = null)
    {
        options ??= new MemoryBackendOptions();
        _time = time ?? TimeProvider.System;
        Descriptor = new BackendDescriptor(options.Name, "memory", options.Capabilities);
        _store = new MemoryStore(options, _time);
    }

    /// <inheritdoc/>
    public BackendDescriptor Descriptor { get; }

    /// <summary>How many writes in parts are begun and neither committed nor aborted.</summary>
    public int OpenUploads => _store.OpenUploads;

    /// <summary>How many contents are open for reading.</summary>
    public int OpenReads => _store.OpenReads;

    /// <inheritdoc/>
    public Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return Task.FromResult(_store.Get(key).Stat);
    }

    /// <inheritdoc/>
    public Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ArgumentNullException.ThrowIfNull(options);
        var item = _store.Get(key);
        ReadConditions.Check(item.Stat, options, Descriptor.Name);
        var (offset, length) = options.Range.Within(item.Stat.Size) ?? throw StorageErrors.RangeNotSatisfiable(key, item.Stat.Size, Descriptor.Name);
        return Task.FromResult(new BackendRead(item.Stat, offset, length, _store.Open(item, offset, length)));
    }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        _store.CheckConditions(key, options);
        var (chunks, digests) = await ContentIntake.TakeAsync(key, content, options, cancellationToken).ConfigureAwait(false);
        Enter(cancellationToken);
        return new WriteResult(_store.Put(key, chunks, digests, options), digests);
    }

    /// <inheritdoc/>
    public Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ArgumentNullException.ThrowIfNull(options);
        var limits = Descriptor.Capabilities.Multipart ?? throw StorageErrors.Unsupported("a write in parts", Descriptor.Name);
        _store.CheckConditions(key, options);
        return Task.FromResult<IUploadSession>(new MemoryUpload(_store, key, options, limits));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        return Task.FromResult<IReadOnlyList<DeleteResult>>([.. keys.Select(key => _store.Remove(key, options.IfMatch))]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ArgumentNullException.ThrowIfNull(options);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var entry in MemoryList.Of(_store.Snapshot, options))
        {
            Enter(cancellationToken);
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ArgumentNullException.ThrowIfNull(options);
        return Descriptor.Capabilities.Copy is null
            ? throw StorageErrors.Unsupported("copies", Descriptor.Name)
            : Task.FromResult(new WriteResult(_store.Copy(source, target, options), null));
    }

    /// <inheritdoc/>
    public Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        throw StorageErrors.Unsupported("signed requests", Descriptor.Name);
    }

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        var began = _time.GetTimestamp();
        var key = ObjectKey.Reserved("probe/" + Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture));
        try
        {
            await WriteAsync(key, PipeReader.Create(new MemoryStream([1])), WriteOptions.Default, cancellationToken).ConfigureAwait(false);
            await DeleteAsync([key], DeleteOptions.Default, cancellationToken).ConfigureAwait(false);
            return new ProbeResult(true, _time.GetElapsedTime(began), null) { UsedBytes = _store.UsedBytes };
        }
        catch (StorageException error)
        {
            return new ProbeResult(false, _time.GetElapsedTime(began), error);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    [StackTraceHidden]
    private void Enter(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
