using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Layers.Timeout;

/// <summary>Bounds each try, and for what streams the silence between two signs of life. A Timeout of a write leaves its outcome unknown.</summary>
internal sealed class TryTimeoutBackend(IBackend inner, BackendLayerOptions layers, TimeProvider time) : DelegatingBackend(inner)
{
    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        RunAsync(layers.TryTimeout, token => Inner.StatAsync(key, options, token), cancellationToken);

    public override async Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        var read = await RunAsync(layers.TryTimeout, token => Inner.ReadAsync(key, options, token), cancellationToken).ConfigureAwait(false);
        return new BackendRead(read.Stat, read.Offset, read.Length, new IdleStream(read.Content, Descriptor.Name, layers.IdleTimeout, time));
    }

    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken) =>
        TakeAsync(content, (reader, token) => Inner.WriteAsync(key, reader, options, token), cancellationToken);

    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync<IUploadSession>(
            layers.TryTimeout,
            async token => new Session(await Inner.BeginWriteAsync(key, options, token).ConfigureAwait(false), this),
            cancellationToken);

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        RunAsync(layers.TryTimeout * Batches.Of(keys, Descriptor), token => Inner.DeleteAsync(keys, options, token), cancellationToken);

    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Descriptor.Name, layers.IdleTimeout, time, cancellationToken);
        await using var entries = Inner.ListAsync(options, deadline.Token).GetAsyncEnumerator(deadline.Token);
        while (await deadline.RunAsync(_ => entries.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            deadline.Pause();
            yield return entries.Current;
            deadline.Restart(layers.IdleTimeout);
        }
    }

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        RunAsync(layers.CommitTimeout, token => Inner.CopyAsync(source, target, options, token), cancellationToken);

    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        RunAsync(layers.TryTimeout, token => Inner.PresignAsync(key, options, token), cancellationToken);

    public override async Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(layers.TryTimeout, token => Inner.ProbeAsync(options, token), cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            return new ProbeResult(false, layers.TryTimeout, error);
        }
    }

    private async Task<T> RunAsync<T>(TimeSpan after, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Descriptor.Name, after, time, cancellationToken);
        return await deadline.RunAsync(call).ConfigureAwait(false);
    }

    private async Task<T> TakeAsync<T>(PipeReader content, Func<PipeReader, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Descriptor.Name, layers.IdleTimeout, time, cancellationToken);
        return await deadline.RunAsync(token => call(new ProgressReader(content, deadline, layers), token)).ConfigureAwait(false);
    }

    private sealed class Session(IUploadSession inner, TryTimeoutBackend owner) : DelegatingUploadSession(inner)
    {
        public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken) =>
            owner.TakeAsync(
                content,
                async (reader, token) =>
                {
                    await Inner.WritePartAsync(number, reader, length, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken);

        public override Task<WriteResult> CommitAsync(CancellationToken cancellationToken) => owner.RunAsync(owner.CommitTime, Inner.CommitAsync, cancellationToken);

        public override Task AbortAsync(CancellationToken cancellationToken) =>
            owner.RunAsync(
                owner.TryTime,
                async token =>
                {
                    await Inner.AbortAsync(token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken);
    }

    private TimeSpan CommitTime => layers.CommitTimeout;

    private TimeSpan TryTime => layers.TryTimeout;
}
