namespace Holdfast.Local.Native;

/// <summary>What the exceptions of .NET's own file calls mean, as error numbers.</summary>
internal static class ManagedErrors
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int FileExists = unchecked((int)0x80070050);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int AlreadyExists = unchecked((int)0x800700B7);
    private const int DirectoryNotEmpty = unchecked((int)0x80070091);
    private const int WriteProtected = unchecked((int)0x80070013);

    public static Errno Try(Action call)
    {
        try
        {
            call();
            return Errno.None;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Errno.ENOENT;
        }
        catch (PathTooLongException)
        {
            return Errno.ENAMETOOLONG;
        }
        catch (UnauthorizedAccessException)
        {
            return Errno.EACCES;
        }
        catch (IOException e)
        {
            return e.HResult switch
            {
                FileExists or AlreadyExists => Errno.EEXIST,
                DiskFull or HandleDiskFull => Errno.ENOSPC,
                SharingViolation => Errno.EBUSY,
                DirectoryNotEmpty => Errno.ENOTEMPTY,
                WriteProtected => Errno.EROFS,
                _ => Errno.EIO,
            };
        }
    }
}
