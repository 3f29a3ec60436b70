using System.IO.Pipelines;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Status;
using Holdfast.Engine.Verification;
using Holdfast.Keys;

namespace Holdfast.Engine;

/// <summary>
/// What applications use: files under keys, kept where the strategy wants them. Failures are a <see cref="Errors.StorageException"/>.
/// A call that returns was committed: the bytes are durable and survive a kill of the process and a power cut.
/// </summary>
public interface IHoldfast
{
    /// <summary>Long work: verification, adoption and whatever else is a durable job.</summary>
    IJobs Jobs { get; }

    /// <summary>
    /// Stores the content under the key, replacing what is there at once and whole; the last to commit wins. On any failure, cancellation included,
    /// the object is as it was and nothing is left over; only <see cref="Errors.StorageErrorKind.OutcomeUnknown"/> leaves it open which of the two is true.
    /// The reader is read to its end and is neither completed nor disposed.
    /// </summary>
    Task<PutResult> PutAsync(ObjectKey key, PipeReader content, PutOptions options, CancellationToken cancellationToken);

    /// <summary>The object, or null when there is none. A file that another program put on a backend under this key is adopted and found.</summary>
    Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>The object of an id (<see cref="StoredObject.Id"/>), or null.</summary>
    Task<StoredObject?> FindByIdAsync(string id, CancellationToken cancellationToken);

    /// <summary>Opens the object for reading; NotFound when there is none. What is read is one version, also when the object is replaced meanwhile.</summary>
    Task<ObjectReader> OpenAsync(ObjectKey key, OpenOptions options, CancellationToken cancellationToken);

    /// <summary>Deletes the object; false when there was none.</summary>
    Task<bool> DeleteAsync(ObjectKey key, RemoveOptions options, CancellationToken cancellationToken);

    /// <summary>Deletes many; one outcome per key given, in order. A failure of one stops no other.</summary>
    Task<IReadOnlyList<DeleteOutcome>> DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken);

    /// <summary>Copies bytes and attributes; NotFound without a source, AlreadyExists when the target is there and must not be replaced. Onto itself: nothing happens.</summary>
    Task<PutResult> CopyAsync(ObjectKey source, ObjectKey target, TransferOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Copies and deletes the source in one commit: at every moment one of the two is there. Conflict, with the source kept, when the source
    /// was replaced meanwhile.
    /// </summary>
    Task<PutResult> MoveAsync(ObjectKey source, ObjectKey target, TransferOptions options, CancellationToken cancellationToken);

    /// <summary>One page of a list, in the order of UTF-8 bytes. No object is listed twice and none that existed throughout is skipped.</summary>
    Task<ListPage> ListAsync(ListQuery query, CancellationToken cancellationToken);

    /// <summary>All objects whose key begins with the text, streamed in the order of UTF-8 bytes.</summary>
    IAsyncEnumerable<StoredObject> EnumerateAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Where the object is, where it belongs, why, and what happened to it; NotFound when the key was never known.</summary>
    Task<Explanation> ExplainAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>How the backends are.</summary>
    Task<StorageStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Counts and bytes, kept with every commit and therefore quick at any number of objects.</summary>
    /// <param name="orgId">Of one org only; null is all.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<StorageStatistics> GetStatisticsAsync(long? orgId, CancellationToken cancellationToken);

    /// <summary>Begins a verification and answers its job.</summary>
    Task<JobInfo> VerifyAsync(VerifyOptions options, CancellationToken cancellationToken);
}
