using System.ComponentModel;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Native;

namespace Holdfast.Local;

/// <summary>What an error number of the file system means in the words of storage. Messages name the key at most, never a path.</summary>
internal static class LocalErrorMap
{
    public static StorageException ToException(Errno errno, string backend, string operation, ObjectKey? key)
    {
        var inner = new Win32Exception((int)errno);
        var error = errno switch
        {
            Errno.ENOENT or Errno.ENOTDIR or Errno.EISDIR or Errno.ELOOP when key is { } missing => StorageErrors.NotFound(missing, backend, inner),
            Errno.EEXIST when key is { } taken => StorageErrors.AlreadyExists(taken, backend, inner),
            Errno.ENOSPC => StorageErrors.QuotaExceeded(backend, "the disk is full.", inner),
            Errno.EDQUOT => StorageErrors.QuotaExceeded(backend, "the disk quota is used up.", inner),
            Errno.EFBIG => StorageErrors.QuotaExceeded(backend, "the file system holds no file of that size.", inner),
            Errno.EMLINK => StorageErrors.QuotaExceeded(backend, "the file system allows no more links.", inner),
            Errno.EROFS => StorageErrors.PermissionDenied(backend, "the file system is read-only.", inner),
            Errno.EACCES or Errno.EPERM => StorageErrors.PermissionDenied(backend, "the file system does not permit it.", inner),
            Errno.EMFILE or Errno.ENFILE => StorageErrors.Unavailable(backend, "too many files are open.", inner),
            Errno.ENOMEM => StorageErrors.Unavailable(backend, "the system is out of memory.", inner),
            Errno.EBUSY or Errno.EAGAIN => StorageErrors.Unavailable(backend, "the file is busy.", inner),
            Errno.ENODEV or Errno.ENXIO or Errno.ESTALE or Errno.ETIMEDOUT or Errno.EHOSTDOWN or Errno.EHOSTUNREACH
                => StorageErrors.Unavailable(backend, "the device does not answer.", inner),
            Errno.EIO => StorageErrors.Unknown(backend, "the device reports an input/output error.", inner),
            Errno.EXDEV => StorageErrors.Misconfigured($"The backend '{backend}' spans several file systems; below its root there must be one.", inner),
            _ => StorageErrors.Unknown(backend, $"the file system answers error {(int)errno}.", inner),
        };
        return error.With(operation, key, backend);
    }
}
