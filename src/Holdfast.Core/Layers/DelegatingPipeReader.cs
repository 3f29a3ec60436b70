using System.IO.Pipelines;

namespace Holdfast.Layers;

/// <summary>A content on its way to a backend that passes everything on; layers see here how far it was taken.</summary>
internal abstract class DelegatingPipeReader(PipeReader inner) : PipeReader
{
    protected PipeReader Inner { get; } = inner;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Inner.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => Inner.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => Inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => Inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => Inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => Inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => Inner.CompleteAsync(exception);

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) => Inner.ReadAtLeastAsync(minimumSize, cancellationToken);
}
