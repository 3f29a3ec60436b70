using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Layers.Timeout;

/// <summary>
/// Bounds the short operations with all their tries and delays. What moves a body, a list, a copy and a commit has no bound as a whole: a transfer
/// of 5 GiB is not late, a silent one is (<see cref="TryTimeoutBackend"/>).
/// </summary>
internal sealed class OverallTimeoutBackend(IBackend inner, BackendLayerOptions layers, TimeProvider time) : DelegatingBackend(inner)
{
    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        RunAsync(1, token => Inner.StatAsync(key, options, token), cancellationToken);

    public override Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken) =>
        RunAsync(1, token => Inner.ReadAsync(key, options, token), cancellationToken);

    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken) =>
        Inner.WriteAsync(key, content, options, cancellationToken);

    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync(1, token => Inner.BeginWriteAsync(key, options, token), cancellationToken);

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        RunAsync(Batches.Of(keys, Descriptor), token => Inner.DeleteAsync(keys, options, token), cancellationToken);

    public override IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, CancellationToken cancellationToken) => Inner.ListAsync(options, cancellationToken);

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        Inner.CopyAsync(source, target, options, cancellationToken);

    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        RunAsync(1, token => Inner.PresignAsync(key, options, token), cancellationToken);

    // It has one try, which has its own bound.
    public override Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken) => Inner.ProbeAsync(options, cancellationToken);

    private async Task<T> RunAsync<T>(int batches, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Descriptor.Name, layers.OverallTimeout * batches, time, cancellationToken);
        return await deadline.RunAsync(call).ConfigureAwait(false);
    }
}
