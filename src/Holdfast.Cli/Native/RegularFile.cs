using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Cli.Native;

/// <summary>Tells regular files from pipes, sockets and devices without waiting for anybody.</summary>
internal static partial class RegularFile
{
    private const int ReadOnlyNonBlockingCloseOnExec = 0x800 | 0x80000;

    /// <summary>Whether the path, links followed, is a regular file that may be read.</summary>
    public static bool Is(string path)
    {
        using var handle = Open(path, ReadOnlyNonBlockingCloseOnExec);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            const int noSuchDevice = 6;
            return error != noSuchDevice;
        }

        // Seeking works on regular files and on some devices; those have no end that could be read to.
        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return stream.CanSeek && !path.StartsWith("/dev/", StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
