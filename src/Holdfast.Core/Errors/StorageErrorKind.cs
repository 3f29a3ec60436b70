namespace Holdfast.Errors;

/// <summary>What went wrong, in words that every backend shares. The HTTP problem <c>code</c> is made from it in one place.</summary>
public enum StorageErrorKind
{
    /// <summary>Not one of the others; look at the inner exception.</summary>
    Unknown,

    /// <summary>No object, version, bucket or job of that name.</summary>
    NotFound,

    /// <summary>Something is there already and the caller asked for it not to be.</summary>
    AlreadyExists,

    /// <summary>A condition of the caller (If-Match and the like) does not hold.</summary>
    PreconditionFailed,

    /// <summary>The caller's copy is current (If-None-Match on a read).</summary>
    NotModified,

    /// <summary>The request collides with the present state.</summary>
    Conflict,

    /// <summary>The text is no valid key; the message names the rule.</summary>
    InvalidKey,

    /// <summary>An argument is malformed or out of range.</summary>
    InvalidArgument,

    /// <summary>The range begins at or past the end of the object.</summary>
    RangeNotSatisfiable,

    /// <summary>The backend cannot do what an option asks; nothing was done.</summary>
    Unsupported,

    /// <summary>The backend does not know the credentials.</summary>
    Unauthenticated,

    /// <summary>The credentials do not suffice, or the file system refuses.</summary>
    PermissionDenied,

    /// <summary>The disk or a quota is full.</summary>
    QuotaExceeded,

    /// <summary>The content is larger than is allowed.</summary>
    TooLarge,

    /// <summary>The backend asks to slow down.</summary>
    RateLimited,

    /// <summary>The backend does not answer or answers that it cannot now.</summary>
    Unavailable,

    /// <summary>The backend did not answer in time.</summary>
    Timeout,

    /// <summary>Bytes, length or digest are not what they should be.</summary>
    IntegrityMismatch,

    /// <summary>What lies there is not what the caller knew: somebody else changed it.</summary>
    IdentityChanged,

    /// <summary>The operation may or may not have happened.</summary>
    OutcomeUnknown,

    /// <summary>Settings are wrong or missing.</summary>
    Misconfigured,
}
