using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Layers.Guard;

/// <summary>
/// The outermost layer: refuses, before any I/O, every option that the backend's capabilities do not have (Unsupported), every malformed
/// argument (InvalidArgument, InvalidKey, TooLarge), and every call after disposal. What passes it, a backend may take at its word.
/// ETags pass without quotes; a weak one never satisfies If-Match and counts as its strong twin in If-None-Match (RFC 9110).
/// </summary>
internal sealed class GuardBackend(IBackend inner) : DelegatingBackend(inner)
{
    private readonly OptionRules _rules = new(inner.Descriptor);
    private volatile bool _disposed;

    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(key);
        return Inner.StatAsync(key, options, cancellationToken);
    }

    public override Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(key);
        return Inner.ReadAsync(key, _rules.Checked(options), cancellationToken);
    }

    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(key);
        return Inner.WriteAsync(key, content, _rules.Checked(options, key, inParts: false), cancellationToken);
    }

    public override async Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(key);
        var multipart = Descriptor.Capabilities.Multipart ?? throw _rules.Unsupported("a write in parts");
        var session = await Inner.BeginWriteAsync(key, _rules.Checked(options, key, inParts: true), cancellationToken).ConfigureAwait(false);
        return new GuardSession(session, key, multipart, ThrowIfDisposed);
    }

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var key in keys)
        {
            _rules.Check(key);
        }

        return Inner.DeleteAsync(keys, _rules.Checked(options, keys.Count), cancellationToken);
    }

    public override IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(options);
        return Inner.ListAsync(options, cancellationToken);
    }

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(source);
        _rules.Check(target);
        return Inner.CopyAsync(source, target, _rules.Checked(options, target), cancellationToken);
    }

    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        _rules.Check(key);
        _rules.Check(options);
        return Inner.PresignAsync(key, options, cancellationToken);
    }

    public override Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(options);
        return Inner.ProbeAsync(options, cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        _disposed = true;
        return base.DisposeAsync();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(IBackend));
}
