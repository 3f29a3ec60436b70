using System.IO.Enumeration;

namespace Holdfast.Cli.Transfers;

/// <summary>Lists the files below a folder as they are found. Links to files are followed, links to folders are not: they may lead in circles.</summary>
internal static class FolderWalk
{
    /// <summary>Lists; what may not be read throws when it is reached.</summary>
    public static IEnumerable<LocalFile> Files(string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return new FileSystemEnumerable<LocalFile>(
            root,
            (ref FileSystemEntry entry) => Describe(root, ref entry),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && !Partial.IsOne(entry.FileName),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
    }

    /// <summary>Opens a file of the walk for reading. What is no regular file would block or never end, and is refused.</summary>
    public static FileStream OpenRegular(string path)
    {
        // Pipes, sockets and devices have no length; opening a pipe waits for its writer.
        if (OperatingSystem.IsLinux() && new FileInfo(path).Length == 0 && !Native.RegularFile.Is(path))
        {
            throw new IOException($"'{path}' is not a regular file.");
        }

        return Open(path);
    }

    /// <summary>Opens a file for reading from beginning to end.</summary>
    public static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });

    private static LocalFile Describe(string root, ref FileSystemEntry entry)
    {
        var path = entry.ToFullPath();
        var relative = path[(root.Length + (Path.EndsInDirectorySeparator(root) ? 0 : 1))..];
        return new LocalFile(path, Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/'), entry.Length);
    }
}
