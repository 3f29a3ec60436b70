using System.IO.Pipelines;

namespace Holdfast.Conformance.Doubles;

/// <summary>A content that lets a write fail or hang after so many bytes were taken from it.</summary>
internal sealed class FaultReader(PipeReader inner, FaultBackend backend, Fault fault) : PipeReader
{
    private long _taken;
    private long _start;
    private ReadResult _last;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var stops = fault.Kind is FaultKind.Midway or FaultKind.Hang;
        if (stops && _taken >= fault.AfterBytes)
        {
            if (fault.Kind == FaultKind.Hang)
            {
                await backend.HangAsync(cancellationToken).ConfigureAwait(false);
            }

            throw backend.Error(fault);
        }

        var read = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        var room = fault.AfterBytes - _taken;
        _last = stops && read.Buffer.Length >= room ? new ReadResult(read.Buffer.Slice(0, room), read.IsCanceled, isCompleted: false) : read;
        _start = _last.Buffer.Length;
        return _last;
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _taken += _start - _last.Buffer.Slice(consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
