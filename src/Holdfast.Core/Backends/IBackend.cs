using System.IO.Pipelines;
using Holdfast.Keys;

namespace Holdfast.Backends;

/// <summary>
/// One place that holds bytes. It knows nothing of other backends, of the catalog or of HTTP. Nine verbs, each with key, options and
/// cancellation; no overloads, no defaults. What is supported is data (<see cref="BackendDescriptor.Capabilities"/>): an option is
/// honoured or refused with <see cref="Errors.StorageErrorKind.Unsupported"/> before any effect, never accepted and ignored.
/// </summary>
/// <remarks>
/// Every failure is a <see cref="Errors.StorageException"/>; cancellation is an <see cref="OperationCanceledException"/>, never wrapped.
/// All members may be called at the same time from many threads. After disposal calls throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public interface IBackend : IAsyncDisposable
{
    /// <summary>Its name, type and capabilities; the same for its whole life.</summary>
    BackendDescriptor Descriptor { get; }

    /// <summary>What is known of the object without reading its bytes. NotFound when it is not there, also for a "folder".</summary>
    Task<ObjectStat> StatAsync(ObjectKey key, StatOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Opens the object for reading. NotFound, RangeNotSatisfiable, NotModified, PreconditionFailed and IdentityChanged are thrown before a byte.
    /// The content is of one version even when the object is replaced meanwhile; a body that ends early throws instead of ending.
    /// </summary>
    Task<BackendRead> ReadAsync(ObjectKey key, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Stores all bytes of <paramref name="content"/> under the key, replacing what is there at once and whole. When it returns, the bytes are as
    /// durable as the backend promises. On any failure, cancellation included, the object is as it was and nothing is left over.
    /// The reader is read to its end and is neither completed nor disposed.
    /// </summary>
    Task<WriteResult> WriteAsync(ObjectKey key, PipeReader content, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Begins a write in parts. Nothing is visible before <see cref="IUploadSession.CommitAsync"/>; disposing without it aborts.</summary>
    Task<IUploadSession> BeginWriteAsync(ObjectKey key, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the objects, any number of them. One result per key given, in the order given; a failure of one is in its result and stops no other.
    /// A key that is not there is a success.
    /// </summary>
    Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Lists objects and, with a delimiter, common prefixes, in the order of UTF-8 bytes where the capabilities say so. Streams: memory does not grow
    /// with the number of keys. Keys below <c>.holdfast/</c> are listed only for a prefix that begins with it.
    /// </summary>
    IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, CancellationToken cancellationToken);

    /// <summary>Copies bytes and attributes inside the backend. NotFound when the source is not there; the target is then untouched.</summary>
    Task<WriteResult> CopyAsync(ObjectKey source, ObjectKey target, CopyOptions options, CancellationToken cancellationToken);

    /// <summary>Signs a request that anyone can make until it expires.</summary>
    Task<PresignedRequest> PresignAsync(ObjectKey key, PresignOptions options, CancellationToken cancellationToken);

    /// <summary>Tries whether the backend works: writes, reads and deletes a small object below <c>.holdfast/</c>. Does not throw for a backend that fails.</summary>
    Task<ProbeResult> ProbeAsync(ProbeOptions options, CancellationToken cancellationToken);
}
