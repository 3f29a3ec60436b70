using System.IO.Pipelines;
using Holdfast.Backends;

namespace Holdfast.Layers;

/// <summary>A write in parts that passes everything on to another one; layers override what they change.</summary>
public abstract class DelegatingUploadSession : IUploadSession
{
    /// <summary>Wraps a session and takes it over.</summary>
    protected DelegatingUploadSession(IUploadSession inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>What is wrapped.</summary>
    protected IUploadSession Inner { get; }

    /// <inheritdoc/>
    public virtual string Token => Inner.Token;

    /// <inheritdoc/>
    public virtual Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken) =>
        Inner.WritePartAsync(number, content, length, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<WriteResult> CommitAsync(CancellationToken cancellationToken) => Inner.CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task AbortAsync(CancellationToken cancellationToken) => Inner.AbortAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Inner.DisposeAsync();
    }
}
