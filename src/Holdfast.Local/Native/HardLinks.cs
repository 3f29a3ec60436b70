using System.Runtime.InteropServices;

namespace Holdfast.Local.Native;

/// <summary>Hard links outside of Linux; .NET has no call for them.</summary>
internal static partial class HardLinks
{
    private const int MacExists = 17;
    private const int MacMissing = 2;
    private const int WindowsExists = 183;
    private const int WindowsMissing = 2;
    private const int WindowsPathMissing = 3;

    public static Errno Create(string from, string to)
    {
        var made = OperatingSystem.IsWindows() ? CreateHardLink(to, from, 0) : Link(from, to) == 0;
        if (made)
        {
            return Errno.None;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            WindowsExists or MacExists => Errno.EEXIST,
            WindowsMissing or WindowsPathMissing or MacMissing => Errno.ENOENT,
            _ => Errno.EPERM,
        };
    }

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint security);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
