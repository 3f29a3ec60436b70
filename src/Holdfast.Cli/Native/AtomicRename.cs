using System.Runtime.InteropServices;

namespace Holdfast.Cli.Native;

/// <summary>Puts a finished file in its place: readers see the old file or the new one, whole.</summary>
internal static class AtomicRename
{
    /// <summary>Renames, replacing what is there. Throws <see cref="IOException"/> with the system's reason.</summary>
    public static void Replace(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            new FileInfo(from).MoveTo(to, overwrite: true);
            return;
        }

        if (LibC.Rename(from, to) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"Could not rename to '{to}': {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
