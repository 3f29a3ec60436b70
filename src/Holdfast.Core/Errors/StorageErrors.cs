using System.Globalization;
using Holdfast.Keys;

namespace Holdfast.Errors;

/// <summary>Named constructors of <see cref="StorageException"/>.</summary>
public static class StorageErrors
{
    /// <summary>There is no such object.</summary>
    public static StorageException NotFound(ObjectKey key, string? backend = null, Exception? inner = null) =>
        new(StorageErrorKind.NotFound, $"There is no object '{Quote(key.Value)}'.", inner) { Key = key, Backend = backend };

    /// <summary>There is no such thing (a version, a job, a bucket).</summary>
    public static StorageException NotFound(string what, Exception? inner = null) => new(StorageErrorKind.NotFound, what, inner);

    /// <summary>The key is taken.</summary>
    public static StorageException AlreadyExists(ObjectKey key, string? backend = null, Exception? inner = null) =>
        new(StorageErrorKind.AlreadyExists, $"An object '{Quote(key.Value)}' exists already.", inner) { Key = key, Backend = backend };

    /// <summary>A condition of the caller does not hold.</summary>
    public static StorageException PreconditionFailed(ObjectKey key, string condition, string? backend = null) =>
        new(StorageErrorKind.PreconditionFailed, $"The condition {condition} does not hold for '{Quote(key.Value)}'.", null) { Key = key, Backend = backend };

    /// <summary>The caller's copy is current.</summary>
    public static StorageException NotModified(ObjectKey key, string? backend = null) =>
        new(StorageErrorKind.NotModified, $"'{Quote(key.Value)}' was not modified.", null) { Key = key, Backend = backend };

    /// <summary>The request collides with the present state.</summary>
    public static StorageException Conflict(string message, ObjectKey? key = null) => new(StorageErrorKind.Conflict, message, null) { Key = key };

    /// <summary>The text is no valid key.</summary>
    public static StorageException InvalidKey(string? text, string brokenRule) =>
        new(StorageErrorKind.InvalidKey, $"Invalid key '{Quote(text ?? string.Empty)}': {brokenRule}.", null);

    /// <summary>An argument is malformed or out of range.</summary>
    public static StorageException InvalidArgument(string message, ObjectKey? key = null) => new(StorageErrorKind.InvalidArgument, message, null) { Key = key };

    /// <summary>The range begins at or past the end.</summary>
    public static StorageException RangeNotSatisfiable(ObjectKey key, long size, string? backend = null) =>
        new(StorageErrorKind.RangeNotSatisfiable, string.Create(CultureInfo.InvariantCulture, $"The range lies outside of '{Quote(key.Value)}', which has {size} bytes."), null) { Key = key, Backend = backend, ActualSize = size };

    /// <summary>The backend cannot do it; nothing was done.</summary>
    public static StorageException Unsupported(string what, string backend) =>
        new(StorageErrorKind.Unsupported, $"The backend '{backend}' does not support {what}.", null) { Backend = backend };

    /// <summary>The backend does not know the credentials.</summary>
    public static StorageException Unauthenticated(string backend, Exception? inner = null) =>
        new(StorageErrorKind.Unauthenticated, $"The backend '{backend}' does not accept the credentials.", inner) { Backend = backend };

    /// <summary>The credentials or the file system's permissions do not suffice.</summary>
    public static StorageException PermissionDenied(string backend, string message, Exception? inner = null) =>
        new(StorageErrorKind.PermissionDenied, $"The backend '{backend}' refuses: {message}", inner) { Backend = backend };

    /// <summary>The disk or a quota is full.</summary>
    public static StorageException QuotaExceeded(string backend, string message, Exception? inner = null) =>
        new(StorageErrorKind.QuotaExceeded, $"The backend '{backend}' has no room: {message}", inner) { Backend = backend };

    /// <summary>The content is larger than is allowed.</summary>
    public static StorageException TooLarge(long limitBytes, ObjectKey? key = null) =>
        new(StorageErrorKind.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The content is larger than the {limitBytes} bytes that are allowed."), null) { Key = key, LimitBytes = limitBytes };

    /// <summary>The backend asks to slow down.</summary>
    public static StorageException RateLimited(string backend, TimeSpan? retryAfter = null, Exception? inner = null) =>
        new(StorageErrorKind.RateLimited, $"The backend '{backend}' asks to slow down.", inner) { Backend = backend, IsTransient = true, RetryAfter = retryAfter };

    /// <summary>The backend does not answer or cannot now.</summary>
    public static StorageException Unavailable(string backend, string message, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(StorageErrorKind.Unavailable, $"The backend '{backend}' is unavailable: {message}", inner) { Backend = backend, IsTransient = true, RetryAfter = retryAfter };

    /// <summary>The backend did not answer in time.</summary>
    public static StorageException Timeout(string backend, TimeSpan after, Exception? inner = null) =>
        new(StorageErrorKind.Timeout, string.Create(CultureInfo.InvariantCulture, $"The backend '{backend}' did not answer within {after.TotalSeconds:0.###} s."), inner) { Backend = backend, IsTransient = true };

    /// <summary>Bytes, length or digest are not what they should be.</summary>
    public static StorageException IntegrityMismatch(ObjectKey key, string message, string? backend = null, Exception? inner = null) =>
        new(StorageErrorKind.IntegrityMismatch, $"'{Quote(key.Value)}': {message}", inner) { Key = key, Backend = backend };

    /// <summary>Somebody else changed what lies there.</summary>
    public static StorageException IdentityChanged(ObjectKey key, string backend) =>
        new(StorageErrorKind.IdentityChanged, $"'{Quote(key.Value)}' is not the file that was written.", null) { Key = key, Backend = backend };

    /// <summary>It may or may not have happened.</summary>
    public static StorageException OutcomeUnknown(string message, Exception? inner = null) =>
        new(StorageErrorKind.OutcomeUnknown, message, inner) { IsTransient = true };

    /// <summary>Settings are wrong or missing.</summary>
    public static StorageException Misconfigured(string message, Exception? inner = null) => new(StorageErrorKind.Misconfigured, message, inner);

    /// <summary>Something not foreseen.</summary>
    public static StorageException Unknown(string backend, string message, Exception? inner = null) =>
        new(StorageErrorKind.Unknown, $"The backend '{backend}' failed: {message}", inner) { Backend = backend };

    /// <summary>Text for messages and logs: control characters cannot forge a line, and it stays short.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = text.Length > 200 ? text[..200] + "..." : text;
        return string.Concat(shown.Select(c => Forges(c) || (char.IsSurrogate(c) && !IsPaired(shown)) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()));
    }

    // Controls, the two line separators of Unicode, and the marks that turn the direction of what follows.
    private static bool Forges(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // Good enough for display: a text with any lone surrogate shows all of its surrogates escaped.
    private static bool IsPaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
