using System.IO.Pipelines;
using Holdfast.Engine;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Status;
using Holdfast.Engine.Verification;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Server.Tests.Support;

/// <summary>An engine that fails as a test says.</summary>
internal sealed class StubHoldfast : IHoldfast
{
    /// <summary>What every call throws.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What opening gives.</summary>
    public ObjectReader? Reader { get; set; }

    /// <summary>What a put does with the body before it fails.</summary>
    public Func<PipeReader, CancellationToken, Task>? OnPut { get; set; }

    public IJobs Jobs => throw Failure!;

    public static StoredObject Object(string key, long size) => new()
    {
        Id = "1",
        Key = ObjectKey.Parse(key),
        OrgId = 1,
        Size = size,
        ETag = "e",
        Attributes = ObjectAttributes.None,
        Strategy = "local_primary",
        Backend = "local",
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Version = "v",
    };

    public async Task<PutResult> PutAsync(ObjectKey key, PipeReader content, PutOptions options, CancellationToken cancellationToken)
    {
        if (OnPut is { } put)
        {
            await put(content, cancellationToken);
        }

        return Failure is null ? new PutResult(Object(key.Value, 0), false) : throw Failure;
    }

    public Task<ObjectReader> OpenAsync(ObjectKey key, OpenOptions options, CancellationToken cancellationToken) =>
        Reader is { } reader ? Task.FromResult(reader) : Task.FromException<ObjectReader>(Failure!);

    public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromException<StoredObject?>(Failure!);

    public Task<StoredObject?> FindByIdAsync(string id, CancellationToken cancellationToken) => Task.FromException<StoredObject?>(Failure!);

    public Task<bool> DeleteAsync(ObjectKey key, RemoveOptions options, CancellationToken cancellationToken) => Task.FromException<bool>(Failure!);

    public Task<IReadOnlyList<DeleteOutcome>> DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken) => Task.FromException<IReadOnlyList<DeleteOutcome>>(Failure!);

    public Task<PutResult> CopyAsync(ObjectKey source, ObjectKey target, TransferOptions options, CancellationToken cancellationToken) => Task.FromException<PutResult>(Failure!);

    public Task<PutResult> MoveAsync(ObjectKey source, ObjectKey target, TransferOptions options, CancellationToken cancellationToken) => Task.FromException<PutResult>(Failure!);

    public Task<ListPage> ListAsync(ListQuery query, CancellationToken cancellationToken) => Task.FromException<ListPage>(Failure!);

    public IAsyncEnumerable<StoredObject> EnumerateAsync(string prefix, CancellationToken cancellationToken) => throw Failure!;

    public Task<Explanation> ExplainAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromException<Explanation>(Failure!);

    public Task<StorageStatus> GetStatusAsync(CancellationToken cancellationToken) => Task.FromException<StorageStatus>(Failure!);

    public Task<StorageStatistics> GetStatisticsAsync(long? orgId, CancellationToken cancellationToken) => Task.FromException<StorageStatistics>(Failure!);

    public Task<JobInfo> VerifyAsync(VerifyOptions options, CancellationToken cancellationToken) => Task.FromException<JobInfo>(Failure!);

    /// <summary>Gives half of the bytes and then fails.</summary>
    internal sealed class HalfReader(long size, Exception failure) : ObjectReader
    {
        public override StoredObject Object { get; } = StubHoldfast.Object("k", size);

        public override async Task CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
        {
            if (length > 1)
            {
                await destination.WriteAsync(new byte[length / 2], cancellationToken);
            }

            throw failure;
        }

        public override Stream AsStream(long offset, long length) => throw failure;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
