using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Layers.Telemetry;

/// <summary>Measures what callers ask for and get, retries included, and traces it.</summary>
internal sealed class TelemetryBackend(IBackend inner, TimeProvider time) : DelegatingBackend(inner)
{
    public override Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Stat, () => Inner.StatAsync(key, options, cancellationToken));

    public override async Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken)
    {
        var span = Begin(BackendOperation.Read);
        try
        {
            var read = await Inner.ReadAsync(key, options, cancellationToken).ConfigureAwait(false);
            return new BackendRead(read.Stat, read.Offset, read.Length, new Body(read.Content, Descriptor.Name, span));
        }
        catch (Exception error)
        {
            span.End(error);
            throw;
        }
    }

    public override async Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken)
    {
        var result = await RunAsync(BackendOperation.Write, () => Inner.WriteAsync(key, content, options, cancellationToken)).ConfigureAwait(false);
        BackendInstruments.Stored(Descriptor.Name, result.Stat.Size);
        return result;
    }

    public override Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync<IUploadSession>(
            BackendOperation.BeginWrite,
            async () => new Session(await Inner.BeginWriteAsync(key, options, cancellationToken).ConfigureAwait(false), this));

    public override Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Delete, () => Inner.DeleteAsync(keys, options, cancellationToken));

    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var span = Begin(BackendOperation.List);
        try
        {
            await using var entries = Inner.ListAsync(options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(entries, span).ConfigureAwait(false))
            {
                yield return entries.Current;
            }
        }
        finally
        {
            span.End();
        }
    }

    public override Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Copy, () => Inner.CopyAsync(source, target, options, cancellationToken));

    public override Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken) =>
        RunAsync(BackendOperation.Presign, () => Inner.PresignAsync(key, options, cancellationToken));

    public override async Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken)
    {
        var span = Begin(BackendOperation.Probe);
        try
        {
            var probe = await Inner.ProbeAsync(options, cancellationToken).ConfigureAwait(false);
            span.End(probe.Error);
            return probe;
        }
        catch (Exception error)
        {
            span.End(error);
            throw;
        }
    }

    private OperationSpan Begin(BackendOperation operation) => new(Descriptor.Name, operation, time);

    private async Task<T> RunAsync<T>(BackendOperation operation, Func<Task<T>> call)
    {
        var span = Begin(operation);
        try
        {
            var result = await call().ConfigureAwait(false);
            span.End();
            return result;
        }
        catch (Exception error)
        {
            span.End(error);
            throw;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ListEntry> entries, OperationSpan span)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            span.End(error);
            throw;
        }
    }

    private sealed class Body(Stream inner, string backend, OperationSpan span) : DelegatingReadStream(inner)
    {
        private long _bytes;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var reading = Inner.ReadAsync(buffer, cancellationToken);
            if (!reading.IsCompletedSuccessfully)
            {
                return EndAsync(reading);
            }

            var got = reading.Result;
            _bytes += got;
            return new ValueTask<int>(got);
        }

        private async ValueTask<int> EndAsync(ValueTask<int> reading)
        {
            try
            {
                var got = await reading.ConfigureAwait(false);
                _bytes += got;
                return got;
            }
            catch (Exception error)
            {
                span.End(error);
                throw;
            }
        }

        protected override ValueTask OnClosedAsync()
        {
            BackendInstruments.Read(backend, _bytes);
            span.End();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Session(IUploadSession inner, TelemetryBackend owner) : DelegatingUploadSession(inner)
    {
        public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken) =>
            owner.RunAsync(
                BackendOperation.WritePart,
                async () =>
                {
                    await Inner.WritePartAsync(number, content, length, cancellationToken).ConfigureAwait(false);
                    BackendInstruments.Stored(owner.Descriptor.Name, length);
                    return true;
                });

        public override Task<WriteResult> CommitAsync(CancellationToken cancellationToken) =>
            owner.RunAsync(BackendOperation.Commit, () => Inner.CommitAsync(cancellationToken));

        public override Task AbortAsync(CancellationToken cancellationToken) =>
            owner.RunAsync(
                BackendOperation.Abort,
                async () =>
                {
                    await Inner.AbortAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                });
    }
}
