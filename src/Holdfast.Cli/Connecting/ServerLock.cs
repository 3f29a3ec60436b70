using Holdfast.Cli.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Cli.Connecting;

/// <summary>
/// <c>&lt;STORAGE_DIR&gt;/.holdfast/server.lock</c>, held by <c>flock</c> while a server runs. The kernel lets go of it with the process, however that ends,
/// so it can never lie as a pid in a file can.
/// </summary>
internal sealed class ServerLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private ServerLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock; null when another process holds it.</summary>
    public static ServerLock? TryTake(string storageDirectory)
    {
        SafeFileHandle file;
        try
        {
            file = Open(storageDirectory, FileMode.OpenOrCreate);
        }
        catch (IOException exception) when (exception.HResult == LibC.WouldBlock)
        {
            return null;
        }

        if (LibC.FLock(file, LibC.LockExclusive | LibC.LockNonBlocking) == 0)
        {
            return new ServerLock(file);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Whether a living process holds the lock.</summary>
    public static bool IsHeld(string storageDirectory)
    {
        try
        {
            using var file = Open(storageDirectory, FileMode.Open);
            return LibC.FLock(file, LibC.LockShared | LibC.LockNonBlocking) != 0;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException exception) when (exception.HResult == LibC.WouldBlock)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(string storageDirectory) => Path.Join(ServerFile.Folder(storageDirectory), "server.lock");

    // The framework itself takes a shared flock on what it opens, and fails with the system's error when somebody holds the exclusive one.
    private static SafeFileHandle Open(string storageDirectory, FileMode mode) =>
        File.OpenHandle(PathOf(storageDirectory), mode, mode == FileMode.Open ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
