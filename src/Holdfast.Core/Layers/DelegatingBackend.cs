using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Layers;

/// <summary>
/// A backend that passes every verb on to another one. Layers derive from it and override what they change, so a verb that is added to
/// <see cref="IBackend"/> cannot be forgotten silently. Disposing it disposes what it wraps.
/// </summary>
public abstract class DelegatingBackend : IBackend
{
    /// <summary>Wraps a backend and takes it over.</summary>
    protected DelegatingBackend(IBackend inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>What is wrapped.</summary>
    public IBackend Inner { get; }

    /// <inheritdoc/>
    public virtual BackendDescriptor Descriptor => Inner.Descriptor;

    /// <inheritdoc/>
    public virtual Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        Inner.StatAsync(key, options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken) =>
        Inner.ReadAsync(key, options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken) =>
        Inner.WriteAsync(key, content, options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        Inner.BeginWriteAsync(key, options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        Inner.DeleteAsync(keys, options, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, CancellationToken cancellationToken) =>
        Inner.ListAsync(options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        Inner.CopyAsync(source, target, options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        Inner.PresignAsync(key, options, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken) =>
        Inner.ProbeAsync(options, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Inner.DisposeAsync();
    }
}
