using System.Runtime.InteropServices;

namespace Holdfast.Engine.Tests.Support;

/// <summary>
/// Takes a folder's open files away from this process, as its death would: every descriptor below the folder becomes one of /dev/null, so the
/// kernel drops the locks, and the objects that own the descriptors notice nothing.
/// </summary>
internal static partial class OpenFiles
{
    public static void Revoke(string folder, Func<string, bool> except)
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var source = (int)nothing.DangerousGetHandle();
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            string? target;
            try
            {
                target = File.ResolveLinkTarget(entry, false)?.FullName;
            }
            catch (IOException)
            {
                continue;
            }

            if (target is not null && (target == folder || target.StartsWith(folder + "/", StringComparison.Ordinal)) && !except(target))
            {
                _ = Dup2(source, int.Parse(Path.GetFileName(entry), System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);
}
