using System.Buffers;
using System.Text;
using Holdfast.Local.Files;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Native;

/// <summary>
/// Windows and macOS by the calls of .NET. What they lack is told as unsupported and the callers have another way: no exchange (the key is empty for a
/// moment), no marks (sidecars), no sync of directories (the file system orders its own journal).
/// </summary>
internal sealed class ManagedFileSystem(string root) : IFileSystemCalls
{
    // Without a call for the count, a file may have other names; sidecars are then left to the sweep.
    private const uint UnknownLinks = 2;

    public Errno OpenRead(string path, out SafeFileHandle? file) =>
        Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, out file);

    public Errno CreateNew(string path, out SafeFileHandle? file) =>
        Open(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, out file);

    public Errno Close(SafeFileHandle file)
    {
        file.Dispose();
        return Errno.None;
    }

    public Errno Stat(string path, out FileFacts facts)
    {
        facts = default;
        var error = Resolve(path, out var full);
        return error == Errno.None ? Facts(full, out facts) : error;
    }

    public Errno Stat(SafeFileHandle file, out FileFacts facts)
    {
        var told = default(FileFacts);
        var error = ManagedErrors.Try(() => told = new FileFacts(
            EntryKind.File, (ulong)File.GetCreationTimeUtc(file).Ticks, Nanoseconds(File.GetLastWriteTimeUtc(file)), RandomAccess.GetLength(file), UnknownLinks, 0));
        facts = told;
        return error;
    }

    public Errno Glance(string path, out FileFacts facts) => Stat(path, out facts);

    public Errno Read(SafeFileHandle file, Span<byte> buffer, long offset, out int read)
    {
        read = 0;
        try
        {
            read = RandomAccess.Read(file, buffer, offset);
            return Errno.None;
        }
        catch (IOException e)
        {
            return ManagedErrors.Try(() => throw e);
        }
    }

    public Errno Write(SafeFileHandle file, in ReadOnlySequence<byte> bytes, long offset)
    {
        var segments = new List<ReadOnlyMemory<byte>>();
        foreach (var segment in bytes)
        {
            segments.Add(segment);
        }

        return ManagedErrors.Try(() => RandomAccess.Write(file, segments, offset));
    }

    public Errno Preallocate(SafeFileHandle file, long length) => Errno.None;

    public void BeginWriteback(SafeFileHandle file, long offset, long length)
    {
    }

#pragma warning disable RS0030 // Only Linux hides the error; here FlushFileBuffers and F_FULLFSYNC report it.
    public Errno Sync(SafeFileHandle file) => ManagedErrors.Try(() => RandomAccess.FlushToDisk(file));
#pragma warning restore RS0030

    public Errno SyncDirectory(string path, out ulong inode)
    {
        inode = 0;
        return Stat(path, out _);
    }

    public Errno MakeDirectory(string path)
    {
        var error = Resolve(path, out var full);
        if (error != Errno.None)
        {
            return error;
        }

        if (Path.Exists(full))
        {
            return Errno.EEXIST;
        }

        return Directory.Exists(Path.GetDirectoryName(full)) ? ManagedErrors.Try(() => Directory.CreateDirectory(full)) : Errno.ENOENT;
    }

    public Errno RemoveDirectory(string path) => Resolve(path, out var full) is var error and not Errno.None ? error : ManagedErrors.Try(() => Directory.Delete(full));

    public Errno Unlink(string path)
    {
        var error = Resolve(path, out var full);
        return error != Errno.None ? error : File.Exists(full) ? ManagedErrors.Try(() => File.Delete(full)) : Errno.ENOENT;
    }

    public Errno Link(string from, string to)
    {
        var error = Resolve(from, out var fullFrom);
        if (error != Errno.None)
        {
            return error;
        }

        error = Resolve(to, out var fullTo);
        return error == Errno.None ? HardLinks.Create(fullFrom, fullTo) : error;
    }

    // A link refuses a taken name in one step, which moving does not do everywhere.
    public Errno RenameNoReplace(string from, string to) => Link(from, to) is var error and not Errno.None ? error : Unlink(from);

    public Errno Exchange(string first, string second) => Errno.EOPNOTSUPP;

    public Errno RenameOver(string from, string to)
    {
        var error = Resolve(from, out var fullFrom);
        if (error != Errno.None)
        {
            return error;
        }

        error = Resolve(to, out var fullTo);
#pragma warning disable RS0030 // Replacing is what is asked for, under the key's lock; the races of "do not replace" go through links.
        return error == Errno.None ? ManagedErrors.Try(() => File.Move(fullFrom, fullTo, overwrite: true)) : error;
#pragma warning restore RS0030
    }

    public Errno GetMark(SafeFileHandle file, Span<byte> buffer, out int length)
    {
        length = 0;
        return Errno.EOPNOTSUPP;
    }

    public Errno SetMark(SafeFileHandle file, ReadOnlySpan<byte> mark) => Errno.EOPNOTSUPP;

    public Errno RemoveMark(SafeFileHandle file) => Errno.EOPNOTSUPP;

    public Errno Clone(SafeFileHandle from, SafeFileHandle to) => Errno.EOPNOTSUPP;

    public Errno List(string path, List<DirectoryEntry> entries)
    {
        var error = Resolve(path, out var full);
        return error != Errno.None ? error : ManagedErrors.Try(() =>
        {
            foreach (var entry in new DirectoryInfo(full).EnumerateFileSystemInfos())
            {
                entries.Add(new DirectoryEntry(Encoding.UTF8.GetBytes(entry.Name), KindOf(entry.Attributes)));
            }
        });
    }

    public Errno TryLock(string path, out IDisposable? held)
    {
        var error = Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, out var file);
        held = file;
        return error == Errno.EBUSY ? Errno.EAGAIN : error;
    }

    public Errno Space(out DiskSpace space)
    {
        var told = default(DiskSpace);
        var error = ManagedErrors.Try(() =>
        {
            var drive = new DriveInfo(root);
            told = new DiskSpace(drive.TotalSize - drive.TotalFreeSpace, drive.AvailableFreeSpace);
        });
        space = told;
        return error;
    }

    public bool IsStillThere() => Directory.Exists(root);

    public void Dispose()
    {
    }

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;

    private static EntryKind KindOf(FileAttributes attributes) =>
        attributes.HasFlag(FileAttributes.ReparsePoint) || attributes.HasFlag(FileAttributes.Device) ? EntryKind.Other
        : attributes.HasFlag(FileAttributes.Directory) ? EntryKind.Directory
        : EntryKind.File;

    private static Errno Facts(string full, out FileFacts facts)
    {
        var told = default(FileFacts);
        var error = ManagedErrors.Try(() =>
        {
            var kind = KindOf(File.GetAttributes(full));
            var file = new FileInfo(full);
            told = new FileFacts(kind, (ulong)file.CreationTimeUtc.Ticks, Nanoseconds(file.LastWriteTimeUtc), kind == EntryKind.File ? file.Length : 0, UnknownLinks, 0);
        });
        facts = told;
        return error;
    }

    private Errno Open(string path, FileMode mode, FileAccess access, FileShare share, out SafeFileHandle? file)
    {
        file = null;
        var error = Resolve(path, out var full);
        if (error != Errno.None)
        {
            return error;
        }

        // A directory cannot be opened as a file here; callers look at the kind and take it for nothing.
        if (Directory.Exists(full))
        {
            return Errno.ENOENT;
        }

        SafeFileHandle? opened = null;
        error = ManagedErrors.Try(() => opened = File.OpenHandle(full, mode, access, share));
        file = opened;
        return error;
    }

    /// <summary>The full path, unless a link stands anywhere on it.</summary>
    private Errno Resolve(string path, out string full)
    {
        full = root;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan(range);
            if (name.IsEmpty)
            {
                continue;
            }

            full = string.Concat(full, Path.DirectorySeparatorChar.ToString(), name);
            if (range.End.GetOffset(path.Length) < path.Length && Facts(full, out var facts) == Errno.None && facts.Kind != EntryKind.Directory)
            {
                return facts.Kind == EntryKind.Other ? Errno.ELOOP : Errno.ENOTDIR;
            }
        }

        return Facts(full, out var last) == Errno.None && last.Kind == EntryKind.Other ? Errno.ELOOP : Errno.None;
    }
}
