using System.Buffers;
using Holdfast.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Files;

/// <summary>
/// The one seam to the operating system. Paths are relative to the root, separated by <c>/</c>, never with a dot segment; no call follows a
/// symbolic link or leaves the root. Every call answers an error number instead of throwing, because most of them are expected somewhere.
/// </summary>
internal interface IFileSystemCalls : IDisposable
{
    /// <summary>Opens a file for reading. A directory may open too: look at its facts.</summary>
    Errno OpenRead(string path, out SafeFileHandle? file);

    /// <summary>Makes a file that was not there, for writing and reading.</summary>
    Errno CreateNew(string path, out SafeFileHandle? file);

    /// <summary>Closes, and tells what closing said: some file systems report a failed write only here.</summary>
    Errno Close(SafeFileHandle file);

    Errno Stat(string path, out FileFacts facts);

    Errno Stat(SafeFileHandle file, out FileFacts facts);

    /// <summary>As <see cref="Stat(string, out FileFacts)"/> in a single call, which follows links in the folders of the path. Only for comparing identities.</summary>
    Errno Glance(string path, out FileFacts facts);

    Errno Read(SafeFileHandle file, Span<byte> buffer, long offset, out int read);

    /// <summary>Writes all of it.</summary>
    Errno Write(SafeFileHandle file, in ReadOnlySequence<byte> bytes, long offset);

    /// <summary>Reserves room without changing the size. A file system that cannot answers none.</summary>
    Errno Preallocate(SafeFileHandle file, long length);

    /// <summary>Asks the kernel to begin writing what lies there, without waiting.</summary>
    void BeginWriteback(SafeFileHandle file, long offset, long length);

    /// <summary>Makes bytes and attributes durable. Never called again on a file where it failed.</summary>
    Errno Sync(SafeFileHandle file);

    /// <summary>Makes the names of a directory durable.</summary>
    Errno SyncDirectory(string path, out ulong inode);

    Errno MakeDirectory(string path);

    Errno RemoveDirectory(string path);

    Errno Unlink(string path);

    /// <summary>A second name for a file; EEXIST when the name is taken.</summary>
    Errno Link(string from, string to);

    /// <summary>Another name for a file; EEXIST when the name is taken.</summary>
    Errno RenameNoReplace(string from, string to);

    /// <summary>Both names exist and swap what they stand for; EOPNOTSUPP where the file system cannot.</summary>
    Errno Exchange(string first, string second);

    /// <summary>Another name for a file, over what was there.</summary>
    Errno RenameOver(string from, string to);

    /// <summary>Reads the mark kept beside the bytes; ENODATA when there is none, ERANGE when the buffer is too small, EOPNOTSUPP where marks do not work.</summary>
    Errno GetMark(SafeFileHandle file, Span<byte> buffer, out int length);

    Errno SetMark(SafeFileHandle file, ReadOnlySpan<byte> mark);

    Errno RemoveMark(SafeFileHandle file);

    /// <summary>Shares the bytes of one file with another, empty one; EOPNOTSUPP where the file system cannot.</summary>
    Errno Clone(SafeFileHandle from, SafeFileHandle to);

    /// <summary>All names of a directory, in no order.</summary>
    Errno List(string path, List<DirectoryEntry> entries);

    /// <summary>Takes the lock of a file, made when missing, that dies with its process; EAGAIN when somebody holds it.</summary>
    Errno TryLock(string path, out IDisposable? held);

    Errno Space(out DiskSpace space);

    /// <summary>Whether the root's path still leads to the directory that was opened.</summary>
    bool IsStillThere();
}
