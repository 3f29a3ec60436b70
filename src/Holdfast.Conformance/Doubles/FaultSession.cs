using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Conformance.Doubles;

/// <summary>A write in parts that goes wrong by the script of its backend.</summary>
internal sealed class FaultSession(IUploadSession inner, FaultBackend backend, ObjectKey key) : DelegatingUploadSession(inner)
{
    public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken) =>
        backend.RunAsync(
            BackendOperation.WritePart,
            key,
            async fault =>
            {
                await Inner.WritePartAsync(number, backend.Broken(content, fault), length, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    public override Task<WriteResult> CommitAsync(CancellationToken cancellationToken) =>
        backend.RunAsync(BackendOperation.Commit, key, _ => Inner.CommitAsync(cancellationToken), cancellationToken);

    public override Task AbortAsync(CancellationToken cancellationToken) =>
        backend.RunAsync(
            BackendOperation.Abort,
            key,
            async _ =>
            {
                await Inner.AbortAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
}
