using System.IO.Pipelines;

namespace Holdfast.Backends;

/// <summary>A write in parts. Parts may come in any order and at the same time; a number given again replaces its part.</summary>
public interface IUploadSession : IAsyncDisposable
{
    /// <summary>The backend's name for this upload, by which its leftovers can be found.</summary>
    string Token { get; }

    /// <summary>Stores one part.</summary>
    /// <param name="number">From 1 to <see cref="MultipartCapabilities.MaxParts"/>; parts are joined in the order of their numbers.</param>
    /// <param name="content">Its bytes, read to the end.</param>
    /// <param name="length">Its length in bytes; another length is IntegrityMismatch and the part is not kept.</param>
    /// <param name="cancellationToken">Stops; the part is not kept.</param>
    Task WritePartAsync(int number, PipeReader content, long length, CancellationToken cancellationToken);

    /// <summary>
    /// Joins the parts, checks length, digests and conditions, and makes the object visible at once and whole. A gap in the numbers or a part
    /// below the smallest size is InvalidArgument. After a failure the session is aborted.
    /// </summary>
    Task<WriteResult> CommitAsync(CancellationToken cancellationToken);

    /// <summary>Gives up and removes the parts, also those under way. May be called again.</summary>
    Task AbortAsync(CancellationToken cancellationToken);
}
