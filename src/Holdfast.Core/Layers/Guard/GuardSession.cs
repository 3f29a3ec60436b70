using System.Globalization;
using System.IO.Pipelines;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Layers.Guard;

/// <summary>Checks the numbers and lengths of parts before a byte is read.</summary>
internal sealed class GuardSession(IUploadSession inner, ObjectKey key, MultipartCapabilities limits, Action throwIfDisposed) : DelegatingUploadSession(inner)
{
    public override Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken)
    {
        throwIfDisposed();
        ArgumentNullException.ThrowIfNull(content);
        if (number < 1 || number > limits.MaxParts)
        {
            throw StorageErrors.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"Parts are numbered from 1 to {limits.MaxParts}, not {number}."), key);
        }

        if (length < 0)
        {
            throw StorageErrors.InvalidArgument("A part has no negative length.", key);
        }

        return length > limits.MaxPartSize
            ? throw StorageErrors.TooLarge(limits.MaxPartSize, key)
            : Inner.WritePartAsync(number, content, length, cancellationToken);
    }

    public override Task<WriteResult> CommitAsync(CancellationToken cancellationToken)
    {
        throwIfDisposed();
        return Inner.CommitAsync(cancellationToken);
    }
}
