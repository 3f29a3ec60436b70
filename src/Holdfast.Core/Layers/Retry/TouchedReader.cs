using System.IO.Pipelines;

namespace Holdfast.Layers.Retry;

/// <summary>Knows whether the backend was given anything of the content, the news of its end included. From then on a write cannot be repeated.</summary>
internal sealed class TouchedReader(PipeReader inner) : DelegatingPipeReader(inner)
{
    private volatile bool _touched;

    public bool Touched => _touched;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        // Before the answer: a read that fails may have taken something from its source.
        _touched = true;
        return await Inner.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public override bool TryRead(out ReadResult result)
    {
        var got = Inner.TryRead(out result);
        _touched |= got;
        return got;
    }

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken)
    {
        _touched = true;
        return Inner.ReadAtLeastAsync(minimumSize, cancellationToken);
    }
}
