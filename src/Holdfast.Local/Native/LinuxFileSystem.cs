using System.Buffers;
using Holdfast.Local.Files;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Native;

/// <summary>Linux. Every path is resolved by the kernel beneath an open root, so no link and no race leads out of it.</summary>
internal sealed unsafe class LinuxFileSystem : IFileSystemCalls
{
    private static ReadOnlySpan<byte> MarkName => "user.holdfast\0"u8;

    private readonly BeneathOpener _beneath;

    private LinuxFileSystem(string root, int rootFile, bool walk) => _beneath = new BeneathOpener(root, new SafeFileHandle(rootFile, ownsHandle: true), walk);

    /// <summary>Opens a root that is there.</summary>
    /// <param name="root">Where.</param>
    /// <param name="files">The root, opened.</param>
    /// <param name="walk">Resolves paths folder by folder even where the kernel does it at once.</param>
    public static Errno Open(string root, out LinuxFileSystem? files, bool walk = false)
    {
        var file = LinuxInterop.Open(root, LinuxInterop.PathOnly | LinuxInterop.Directory | LinuxInterop.CloseOnExec, 0);
        files = file < 0 ? null : new LinuxFileSystem(root, file, walk);
        return file < 0 ? LinuxInterop.LastError : Errno.None;
    }

    public Errno OpenRead(string path, out SafeFileHandle? file) =>
        Wrap(_beneath.Open(path, LinuxInterop.ReadOnly | LinuxInterop.NonBlocking, 0, out var opened), opened, out file);

    public Errno CreateNew(string path, out SafeFileHandle? file) =>
        Wrap(_beneath.Open(path, LinuxInterop.ReadWrite | LinuxInterop.Create | LinuxInterop.Exclusive, 0x1B6, out var opened), opened, out file);

    public Errno Close(SafeFileHandle file)
    {
        if (file.IsClosed || file.IsInvalid)
        {
            return Errno.None;
        }

        // The handle's own Dispose drops what close answers.
        var number = (int)file.DangerousGetHandle();
        file.SetHandleAsInvalid();
        return LinuxValues.Told(LinuxInterop.Close(number));
    }

    public Errno Stat(string path, out FileFacts facts)
    {
        var error = _beneath.Open(path, LinuxInterop.PathOnly, 0, out var file);
        if (error != Errno.None)
        {
            facts = default;
            return error;
        }

        try
        {
            return LinuxValues.StatOf(file, out facts);
        }
        finally
        {
            _ = LinuxInterop.Close(file);
        }
    }

    public Errno Stat(SafeFileHandle file, out FileFacts facts)
    {
        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return LinuxValues.StatOf((int)file.DangerousGetHandle(), out facts);
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    public Errno Glance(string path, out FileFacts facts)
    {
        LinuxInterop.StatBuffer buffer;
        var name = stackalloc byte[LinuxValues.PathBufferSize];
        if (!LinuxValues.Put(path, name))
        {
            facts = default;
            return Errno.ENAMETOOLONG;
        }

        var root = _beneath.TakeRoot();
        var error = LinuxValues.Told(LinuxInterop.SyscallStatX((nint)LinuxInterop.StatX, root, name, LinuxInterop.AtSymlinkNoFollow, 0x7FF, &buffer));
        _beneath.CloseParent(root);
        facts = error == Errno.None ? LinuxValues.FactsOf(buffer) : default;
        return error;
    }

    public Errno Read(SafeFileHandle file, Span<byte> buffer, long offset, out int read)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var got = LinuxInterop.Read(file, start, buffer.Length, offset);
                if (got >= 0)
                {
                    read = (int)got;
                    return Errno.None;
                }

                if (LinuxInterop.LastError != Errno.EINTR)
                {
                    read = 0;
                    return LinuxInterop.LastError;
                }
            }
        }
    }

    public Errno Write(SafeFileHandle file, in ReadOnlySequence<byte> bytes, long offset) => VectoredWrite.All(file, bytes, offset);

    public Errno Preallocate(SafeFileHandle file, long length)
    {
        if (length == 0 || LinuxInterop.Allocate(file, LinuxInterop.FallocateKeepSize, 0, length) == 0)
        {
            return Errno.None;
        }

        return LinuxInterop.LastError is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.EINTR or Errno.EINVAL ? Errno.None : LinuxInterop.LastError;
    }

    public void BeginWriteback(SafeFileHandle file, long offset, long length) =>
        _ = LinuxInterop.SyncFileRange(file, offset, length, LinuxInterop.WritebackStart);

    public Errno Sync(SafeFileHandle file) => SyncOnce((int)file.DangerousGetHandle());

    public Errno SyncDirectory(string path, out ulong inode)
    {
        inode = 0;
        var error = _beneath.Open(path, LinuxInterop.ReadOnly | LinuxInterop.Directory, 0, out var file);
        if (error != Errno.None)
        {
            return error;
        }

        error = SyncOnce(file);
        if (error == Errno.None && LinuxValues.StatOf(file, out var facts) == Errno.None)
        {
            inode = facts.Inode;
        }

        var closed = LinuxValues.Told(LinuxInterop.Close(file));
        return error == Errno.None ? closed : error;
    }

    public Errno MakeDirectory(string path) => At(path, (directory, name) => LinuxInterop.MakeDirectoryAt(directory, (byte*)name, 0x1FF));

    public Errno RemoveDirectory(string path) => At(path, (directory, name) => LinuxInterop.UnlinkAt(directory, (byte*)name, LinuxInterop.AtRemoveDirectory));

    public Errno Unlink(string path) => At(path, (directory, name) => LinuxInterop.UnlinkAt(directory, (byte*)name, 0));

    public Errno Link(string from, string to) =>
        AtBoth(from, to, (fromDirectory, fromName, toDirectory, toName) => LinuxInterop.LinkAt(fromDirectory, (byte*)fromName, toDirectory, (byte*)toName, 0));

    public Errno RenameNoReplace(string from, string to)
    {
        var error = Rename(from, to, LinuxInterop.RenameNoReplace);
        if (error is not (Errno.EINVAL or Errno.ENOSYS))
        {
            return error;
        }

        // File systems without the flag: a link refuses a taken name just as well.
        error = Link(from, to);
        return error == Errno.None ? Unlink(from) : error;
    }

    public Errno Exchange(string first, string second)
    {
        var error = Rename(first, second, LinuxInterop.RenameExchange);
        return error is Errno.EINVAL or Errno.ENOSYS ? Errno.EOPNOTSUPP : error;
    }

    public Errno RenameOver(string from, string to) =>
        AtBoth(from, to, (fromDirectory, fromName, toDirectory, toName) => LinuxInterop.RenameAt(fromDirectory, (byte*)fromName, toDirectory, (byte*)toName));

    public Errno GetMark(SafeFileHandle file, Span<byte> buffer, out int length)
    {
        fixed (byte* name = MarkName, value = buffer)
        {
            var got = LinuxInterop.GetAttribute(file, name, value, buffer.Length);
            length = (int)Math.Max(0, got);
            return LinuxValues.Told(got);
        }
    }

    public Errno SetMark(SafeFileHandle file, ReadOnlySpan<byte> mark)
    {
        fixed (byte* name = MarkName, value = mark)
        {
            return LinuxValues.Told(LinuxInterop.SetAttribute(file, name, value, mark.Length, 0));
        }
    }

    public Errno RemoveMark(SafeFileHandle file)
    {
        fixed (byte* name = MarkName)
        {
            return LinuxValues.Told(LinuxInterop.RemoveAttribute(file, name));
        }
    }

    public Errno Clone(SafeFileHandle from, SafeFileHandle to)
    {
        var error = LinuxValues.Told(LinuxInterop.Control(to, LinuxInterop.CloneFile, from.DangerousGetHandle()));
        return error is Errno.EINVAL or Errno.EXDEV or Errno.ENOSYS or Errno.ENOTTY or Errno.EPERM ? Errno.EOPNOTSUPP : error;
    }

    public Errno List(string path, List<DirectoryEntry> entries)
    {
        var error = _beneath.Open(path, LinuxInterop.ReadOnly | LinuxInterop.Directory, 0, out var file);
        if (error != Errno.None)
        {
            return error;
        }

        try
        {
            return DirectoryReader.ReadAll(file, entries);
        }
        finally
        {
            _ = LinuxInterop.Close(file);
        }
    }

    public Errno TryLock(string path, out IDisposable? held)
    {
        held = null;
        var error = _beneath.Open(path, LinuxInterop.ReadWrite | LinuxInterop.Create, 0x1B6, out var file);
        if (error != Errno.None)
        {
            return error;
        }

        if (LinuxInterop.Lock(file, LinuxInterop.LockExclusive | LinuxInterop.LockNonBlocking) != 0)
        {
            error = LinuxInterop.LastError;
            _ = LinuxInterop.Close(file);
            return error == Errno.EINTR ? Errno.EAGAIN : error;
        }

        // A lock on a name that was removed meanwhile excludes nobody.
        if (LinuxValues.StatOf(file, out var facts) != Errno.None || facts.Links == 0)
        {
            _ = LinuxInterop.Close(file);
            return Errno.EAGAIN;
        }

        // The kernel gives the lock back when the last handle closes, however the process ends.
        held = new SafeFileHandle(file, ownsHandle: true);
        return Errno.None;
    }

    public Errno Space(out DiskSpace space)
    {
        // A handle that only names a path tells no space.
        LinuxInterop.SpaceBuffer buffer;
        space = default;
        var error = _beneath.Open(string.Empty, LinuxInterop.ReadOnly | LinuxInterop.Directory, 0, out var file);
        if (error != Errno.None)
        {
            return error;
        }

        error = LinuxValues.Told(LinuxInterop.FileSystemSpace(file, &buffer));
        _ = LinuxInterop.Close(file);
        space = error == Errno.None
            ? new DiskSpace((long)((buffer.Blocks - buffer.FreeBlocks) * buffer.FragmentSize), (long)(buffer.AvailableBlocks * buffer.FragmentSize))
            : default;
        return error;
    }

    public bool IsStillThere() => _beneath.IsStillThere();

    public void Dispose() => _beneath.Dispose();

    private static Errno SyncOnce(int file)
    {
        // Only an interruption is tried again: after a failure Linux has marked the pages clean and would answer that all is well.
        while (LinuxInterop.Sync(file) != 0)
        {
            if (LinuxInterop.LastError != Errno.EINTR)
            {
                return LinuxInterop.LastError;
            }
        }

        return Errno.None;
    }

    private static Errno Wrap(Errno error, int opened, out SafeFileHandle? file)
    {
        file = error == Errno.None ? new SafeFileHandle(opened, ownsHandle: true) : null;
        return error;
    }

    private Errno Rename(string from, string to, uint flags) =>
        AtBoth(from, to, (fromDirectory, fromName, toDirectory, toName) =>
            (int)LinuxInterop.SyscallRenameAt2((nint)LinuxInterop.RenameAt2, fromDirectory, (byte*)fromName, toDirectory, (byte*)toName, (nint)flags));

    private Errno At(string path, Func<int, nint, int> call)
    {
        var error = _beneath.OpenParent(path, out var directory, out var name);
        if (error != Errno.None)
        {
            return error;
        }

        try
        {
            var buffer = stackalloc byte[LinuxValues.PathBufferSize];
            return LinuxValues.Put(name, buffer) ? LinuxValues.Told(call(directory, (nint)buffer)) : Errno.ENAMETOOLONG;
        }
        finally
        {
            _beneath.CloseParent(directory);
        }
    }

    private Errno AtBoth(string from, string to, Func<int, nint, int, nint, int> call)
    {
        var error = _beneath.OpenParent(from, out var fromDirectory, out var fromName);
        if (error != Errno.None)
        {
            return error;
        }

        try
        {
            error = _beneath.OpenParent(to, out var toDirectory, out var toName);
            if (error != Errno.None)
            {
                return error;
            }

            try
            {
                var first = stackalloc byte[LinuxValues.PathBufferSize];
                var second = stackalloc byte[LinuxValues.PathBufferSize];
                return LinuxValues.Put(fromName, first) && LinuxValues.Put(toName, second) ? LinuxValues.Told(call(fromDirectory, (nint)first, toDirectory, (nint)second)) : Errno.ENAMETOOLONG;
            }
            finally
            {
                _beneath.CloseParent(toDirectory);
            }
        }
        finally
        {
            _beneath.CloseParent(fromDirectory);
        }
    }
}
