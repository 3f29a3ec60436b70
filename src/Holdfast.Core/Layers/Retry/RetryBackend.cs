using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Layers.Retry;

/// <summary>
/// Tries transient failures again where a second try does no harm. Never repeated: a write or part whose content was touched, a commit, and,
/// unless the backend itself refused it (RateLimited), anything conditional, whose first try may have happened unseen.
/// </summary>
internal sealed class RetryBackend(IBackend inner, BackendLayerOptions layers, TimeProvider time) : DelegatingBackend(inner)
{
    private readonly RetryPolicy _policy = new(inner.Descriptor.Name, layers, time);

    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        _policy.RunAsync(() => Inner.StatAsync(key, options, cancellationToken), Always, cancellationToken);

    public override async Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        var read = await _policy.RunAsync(() => Inner.ReadAsync(key, options, cancellationToken), Always, cancellationToken).ConfigureAwait(false);
        var can = Descriptor.Capabilities.Read;
        var pin = can.Identity && read.Stat.Identity is { } identity ? new ReadOptions { ExpectedIdentity = identity }
            : can.Conditions ? new ReadOptions { IfMatch = [read.Stat.ETag] }
            : null;

        // Without a way to name this very object, going on could mix two of them.
        return pin is null
            ? read
            : new BackendRead(read.Stat, read.Offset, read.Length, new ResumingStream(
                read, (range, token) => Inner.ReadAsync(key, pin with { Range = range }, token), _policy, layers.MaxReopens, Descriptor.Name));
    }

    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken)
    {
        var reader = new TouchedReader(content);
        return _policy.RunAsync(() => Inner.WriteAsync(key, reader, options, cancellationToken), _ => !reader.Touched, cancellationToken);
    }

    // A begun upload whose answer was lost shows nothing; the sweep of abandoned uploads finds it.
    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        _policy.RunAsync<IUploadSession>(
            async () => new Session(await Inner.BeginWriteAsync(key, options, cancellationToken).ConfigureAwait(false), _policy),
            Always,
            cancellationToken);

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        options.IfMatch is not null
            ? _policy.RunAsync(() => Inner.DeleteAsync(keys, options, cancellationToken), Refused, cancellationToken)
            : new DeleteRounds(Inner, keys, options, _policy).RunAsync(cancellationToken);

    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var list = new ResumingList(Inner, options, _policy, layers.MaxReopens);
        while (await list.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return list.Current;
        }
    }

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        _policy.RunAsync(() => Inner.CopyAsync(source, target, options, cancellationToken), options.IfAbsent ? Refused : Always, cancellationToken);

    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        _policy.RunAsync(() => Inner.PresignAsync(key, options, cancellationToken), Always, cancellationToken);

    // A probe is to tell how things are, not how they are after a while.
    public override Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken) => Inner.ProbeAsync(options, cancellationToken);

    private static bool Always(StorageException error) => true;

    private static bool Refused(StorageException error) => error.Kind == StorageErrorKind.RateLimited;

    private sealed class Session(IUploadSession inner, RetryPolicy policy) : DelegatingUploadSession(inner)
    {
        public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken)
        {
            var reader = new TouchedReader(content);
            return policy.RunAsync(
                async () =>
                {
                    await Inner.WritePartAsync(number, reader, length, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                _ => !reader.Touched,
                cancellationToken);
        }

        public override Task AbortAsync(CancellationToken cancellationToken) =>
            policy.RunAsync(
                async () =>
                {
                    await Inner.AbortAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                },
                Always,
                cancellationToken);
    }
}
