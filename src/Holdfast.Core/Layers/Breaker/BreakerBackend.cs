using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Layers.Breaker;

/// <summary>
/// Fails at once with Unavailable while the backend is known to be down. Only failures that say so about the backend count: NotFound, a failed
/// condition, a full disk or a request to slow down do not. A healthy probe closes it, so a re-probe lifts an outage without a user's call.
/// </summary>
internal sealed class BreakerBackend(IBackend inner, BackendLayerOptions layers, TimeProvider time) : DelegatingBackend(inner), IBreaker
{
    private readonly Circuit _circuit = new(inner.Descriptor.Name, layers, time);

    public BreakerState State => _circuit.State;

    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        _circuit.RunAsync(() => Inner.StatAsync(key, options, cancellationToken), cancellationToken);

    public override async Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        var read = await _circuit.RunAsync(() => Inner.ReadAsync(key, options, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new BackendRead(read.Stat, read.Offset, read.Length, new Body(read.Content, _circuit));
    }

    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken) =>
        _circuit.RunAsync(() => Inner.WriteAsync(key, content, options, cancellationToken), cancellationToken);

    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        _circuit.RunAsync<IUploadSession>(
            async () => new Session(await Inner.BeginWriteAsync(key, options, cancellationToken).ConfigureAwait(false), _circuit),
            cancellationToken);

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        _circuit.RunAsync(() => Inner.DeleteAsync(keys, options, cancellationToken), cancellationToken);

    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var entries = Inner.ListAsync(options, cancellationToken).GetAsyncEnumerator(cancellationToken);

        // Only the first step asks: thousands of entries are one success, not thousands.
        if (!await _circuit.RunAsync(() => entries.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
        {
            yield break;
        }

        do
        {
            yield return entries.Current;
        }
        while (await _circuit.WatchAsync(entries.MoveNextAsync()).ConfigureAwait(false));
    }

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        _circuit.RunAsync(() => Inner.CopyAsync(source, target, options, cancellationToken), cancellationToken);

    // Signing asks nobody.
    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        Inner.PresignAsync(key, options, cancellationToken);

    public override async Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        var probe = await Inner.ProbeAsync(options, cancellationToken).ConfigureAwait(false);
        if (probe.Healthy)
        {
            await _circuit.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (probe.Error is not null)
        {
            await _circuit.ReportAsync(probe.Error).ConfigureAwait(false);
        }

        return probe;
    }

    private sealed class Body(Stream inner, Circuit circuit) : DelegatingReadStream(inner)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            circuit.WatchAsync(Inner.ReadAsync(buffer, cancellationToken));
    }

    private sealed class Session(IUploadSession inner, Circuit circuit) : DelegatingUploadSession(inner)
    {
        public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken) =>
            circuit.RunAsync(
                async () =>
                {
                    await Inner.WritePartAsync(number, content, length, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken);

        public override Task<WriteResult> CommitAsync(CancellationToken cancellationToken) => circuit.RunAsync(() => Inner.CommitAsync(cancellationToken), cancellationToken);
    }
}
