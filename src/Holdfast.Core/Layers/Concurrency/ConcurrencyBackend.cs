using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Layers.Concurrency;

/// <summary>
/// Bounds how much a backend is asked at once. An open content holds its place until it is disposed; a list holds one only while it fetches,
/// so that its consumer may use the backend too.
/// </summary>
internal sealed class ConcurrencyBackend(IBackend inner, BackendLayerOptions options) : DelegatingBackend(inner)
{
    private readonly FairGate _operations = new(options.MaxOperations);
    private readonly FairGate _reads = new(options.MaxOpenReads);

    /// <summary>How many operations and reads wait for their turn.</summary>
    public int Waiting => _operations.Waiting + _reads.Waiting;

    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        RunAsync(() => Inner.StatAsync(key, options, cancellationToken), cancellationToken);

    public override async Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        await _reads.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var read = await Inner.ReadAsync(key, options, cancellationToken).ConfigureAwait(false);
            return new BackendRead(read.Stat, read.Offset, read.Length, new PlaceStream(read.Content, _reads));
        }
        catch
        {
            _reads.Leave();
            throw;
        }
    }

    public override Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync(() => Inner.WriteAsync(key, content, options, cancellationToken), cancellationToken);

    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync<IUploadSession>(
            async () => new Session(await Inner.BeginWriteAsync(key, options, cancellationToken).ConfigureAwait(false), this),
            cancellationToken);

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        RunAsync(() => Inner.DeleteAsync(keys, options, cancellationToken), cancellationToken);

    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var entries = Inner.ListAsync(options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await RunAsync(() => entries.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
        {
            yield return entries.Current;
        }
    }

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        RunAsync(() => Inner.CopyAsync(source, target, options, cancellationToken), cancellationToken);

    // Signing asks nobody.
    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        Inner.PresignAsync(key, options, cancellationToken);

    // A probe says whether the backend works, not whether it is busy.
    public override Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken) => Inner.ProbeAsync(options, cancellationToken);

    private async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await _operations.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            _operations.Leave();
        }
    }

    private sealed class PlaceStream(Stream inner, FairGate gate) : DelegatingReadStream(inner)
    {
        protected override ValueTask OnClosedAsync()
        {
            gate.Leave();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Session(IUploadSession inner, ConcurrencyBackend owner) : DelegatingUploadSession(inner)
    {
        public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken) =>
            owner.RunAsync(
                async () =>
                {
                    await Inner.WritePartAsync(number, content, length, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken);

        public override Task<WriteResult> CommitAsync(CancellationToken cancellationToken) => owner.RunAsync(() => Inner.CommitAsync(cancellationToken), cancellationToken);

        // Giving up must not wait behind the parts that it is to stop.
        public override Task AbortAsync(CancellationToken cancellationToken) => Inner.AbortAsync(cancellationToken);
    }
}
