using Holdfast.Local.Native;

namespace Holdfast.Local.Files;

/// <summary>Makes the folders that a path needs and removes those that became empty. The two race; callers try again.</summary>
internal sealed class Folders(IFileSystemCalls files, DirectorySync directories)
{
    /// <summary>How often a call tries again when a folder vanishes under it.</summary>
    public const int Attempts = 200;

    /// <summary>Makes all folders above a path. ENOTDIR or ELOOP when something that is no folder is in the way.</summary>
    public Errno MakeFor(string path)
    {
        var folder = PathText.FolderOf(path);
        for (var i = 0; i < Attempts && folder.Length > 0; i++)
        {
            var error = files.MakeDirectory(folder);
            if (error == Errno.None)
            {
                directories.Forget(folder);
                return Errno.None;
            }

            if (error != Errno.ENOENT)
            {
                return error == Errno.EEXIST ? Errno.None : error;
            }

            error = MakeFor(folder);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return folder.Length == 0 ? Errno.None : Errno.ENOENT;
    }

    /// <summary>Runs a call that makes a name, and makes its folders when they are missing.</summary>
    public Errno WithFolders(string path, Func<Errno> call)
    {
        var error = call();
        for (var i = 0; i < Attempts && error == Errno.ENOENT; i++)
        {
            error = MakeFor(path);
            error = error == Errno.None ? call() : error;
        }

        return error;
    }

    /// <summary>Removes the folders above a path that are empty now; never the root, <c>.holdfast</c> or what lies directly in it.</summary>
    public void PruneAbove(string path)
    {
        for (var folder = PathText.FolderOf(path); IsPrunable(folder); folder = PathText.FolderOf(folder))
        {
            if (files.RemoveDirectory(folder) != Errno.None)
            {
                return;
            }

            directories.Forget(folder);
        }
    }

    private static bool IsPrunable(string folder)
    {
        if (folder.Length == 0 || folder == ".holdfast")
        {
            return false;
        }

        return !folder.StartsWith(".holdfast/", StringComparison.Ordinal) || folder.IndexOf('/', ".holdfast/".Length) >= 0;
    }
}
