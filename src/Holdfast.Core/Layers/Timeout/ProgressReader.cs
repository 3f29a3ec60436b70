using System.IO.Pipelines;

namespace Holdfast.Layers.Timeout;

/// <summary>Restarts the deadline whenever the backend takes content, and stops it while the content itself lets us wait.</summary>
internal sealed class ProgressReader(PipeReader inner, Deadline deadline, BackendLayerOptions layers) : DelegatingPipeReader(inner)
{
    private bool _ended;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => WatchAsync(Inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        var got = Inner.TryRead(out result);
        if (got)
        {
            Took(result);
        }

        return got;
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
        Inner.AdvanceTo(consumed);
        Restart();
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        Inner.AdvanceTo(consumed, examined);
        Restart();
    }

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) =>
        WatchAsync(Inner.ReadAtLeastAsync(minimumSize, cancellationToken));

    private async ValueTask<ReadResult> WatchAsync(ValueTask<ReadResult> read)
    {
        if (!read.IsCompleted)
        {
            deadline.Pause();
        }

        try
        {
            var result = await read.ConfigureAwait(false);
            _ended |= result.IsCompleted;
            return result;
        }
        finally
        {
            Restart();
        }
    }

    private void Took(ReadResult result)
    {
        _ended |= result.IsCompleted;
        Restart();
    }

    private void Restart() => deadline.Restart(_ended ? layers.CommitTimeout : layers.IdleTimeout);
}
