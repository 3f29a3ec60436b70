using Holdfast.Errors;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Problems;

/// <summary>From the kind of a storage error to the HTTP status and the stable code; the one place that decides it.</summary>
internal static class ProblemMap
{
    /// <summary>The answer to an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="reads">Whether the request only reads: then bytes that fail their digest are the server's fault, not the caller's.</param>
    public static (int Status, string Code) For(StorageException error, bool reads) => error.Kind switch
    {
        StorageErrorKind.NotFound => (StatusCodes.Status404NotFound, error.Key is null ? "not_found" : "object_not_found"),
        StorageErrorKind.AlreadyExists => (StatusCodes.Status409Conflict, "conflict"),
        StorageErrorKind.PreconditionFailed => (StatusCodes.Status412PreconditionFailed, "precondition_failed"),
        StorageErrorKind.NotModified => (StatusCodes.Status304NotModified, "not_modified"),
        StorageErrorKind.Conflict => (StatusCodes.Status409Conflict, "conflict"),
        StorageErrorKind.InvalidKey => (StatusCodes.Status400BadRequest, "invalid_key"),
        StorageErrorKind.InvalidArgument => (StatusCodes.Status400BadRequest, "invalid_argument"),
        StorageErrorKind.RangeNotSatisfiable => (StatusCodes.Status416RangeNotSatisfiable, "range_not_satisfiable"),
        StorageErrorKind.Unsupported => (StatusCodes.Status422UnprocessableEntity, "unsupported"),
        // The backend's credentials are the operator's business: to the caller the backend is not available.
        StorageErrorKind.Unauthenticated => (StatusCodes.Status503ServiceUnavailable, "backend_unavailable"),
        StorageErrorKind.PermissionDenied when reads => (StatusCodes.Status503ServiceUnavailable, "backend_unavailable"),
        StorageErrorKind.PermissionDenied => (StatusCodes.Status507InsufficientStorage, "backend_read_only"),
        StorageErrorKind.QuotaExceeded => (StatusCodes.Status507InsufficientStorage, "quota_exceeded"),
        StorageErrorKind.TooLarge => (StatusCodes.Status413PayloadTooLarge, "too_large"),
        StorageErrorKind.RateLimited => (StatusCodes.Status503ServiceUnavailable, "backend_unavailable"),
        StorageErrorKind.Unavailable => (StatusCodes.Status503ServiceUnavailable, "backend_unavailable"),
        StorageErrorKind.Timeout => (StatusCodes.Status503ServiceUnavailable, "backend_unavailable"),
        StorageErrorKind.IntegrityMismatch when reads => (StatusCodes.Status500InternalServerError, "integrity_mismatch"),
        StorageErrorKind.IntegrityMismatch => (StatusCodes.Status422UnprocessableEntity, "integrity_mismatch"),
        StorageErrorKind.IdentityChanged => (StatusCodes.Status409Conflict, "conflict"),
        StorageErrorKind.OutcomeUnknown => (StatusCodes.Status503ServiceUnavailable, "outcome_unknown"),
        StorageErrorKind.Misconfigured => (StatusCodes.Status503ServiceUnavailable, "misconfigured"),
        _ => (StatusCodes.Status500InternalServerError, "internal_error"),
    };
}
