using Holdfast.Keys;

namespace Holdfast.Errors;

/// <summary>
/// The one exception of storage. Made by <see cref="StorageErrors"/>; callers look at <see cref="Kind"/>.
/// Cancellation is never wrapped in it. Its message holds no secret and no path of the server.
/// </summary>
public sealed class StorageException : Exception
{
    internal StorageException(StorageErrorKind kind, string message, Exception? inner)
        : base(message, inner) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public StorageErrorKind Kind { get; }

    /// <summary>Whether the same call may succeed later without any change.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether it was transient and every allowed attempt was made.</summary>
    public bool RetriesExhausted { get; init; }

    /// <summary>How long the backend asked to wait, where it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The verb that failed, such as <c>write</c> or <c>writePart</c>; filled in by the telemetry layer, so that the stack trace stays.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The object it was about, where there is one.</summary>
    public ObjectKey? Key { get; init; }

    /// <summary>The backend's name, where one was involved.</summary>
    public string? Backend { get; internal set; }

    /// <summary>The backend's own id of the request, for its operator.</summary>
    public string? RequestId { get; init; }

    /// <summary>The limit in bytes that was passed, for <see cref="StorageErrorKind.TooLarge"/> and <see cref="StorageErrorKind.QuotaExceeded"/>.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>The object's size in bytes, for <see cref="StorageErrorKind.RangeNotSatisfiable"/>.</summary>
    public long? ActualSize { get; init; }

    /// <summary>The same error told with the operation, key and backend filled in where they were not.</summary>
    public StorageException With(string operation, ObjectKey? key, string? backend) => new(Kind, Message, InnerException)
    {
        IsTransient = IsTransient,
        RetriesExhausted = RetriesExhausted,
        RetryAfter = RetryAfter,
        Operation = Operation ?? operation,
        Key = Key ?? key,
        Backend = Backend ?? backend,
        RequestId = RequestId,
        LimitBytes = LimitBytes,
        ActualSize = ActualSize,
    };

    /// <summary>The same error, marked as one that outlived its retries.</summary>
    public StorageException AfterRetries() => new(Kind, Message, InnerException)
    {
        IsTransient = IsTransient,
        RetriesExhausted = true,
        RetryAfter = RetryAfter,
        Operation = Operation,
        Key = Key,
        Backend = Backend,
        RequestId = RequestId,
        LimitBytes = LimitBytes,
        ActualSize = ActualSize,
    };
}
