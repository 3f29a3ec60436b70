using Holdfast.Local.Files;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Native;

/// <summary>
/// Opens what lies below a root and nothing else: by openat2 with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, or, on kernels and in sandboxes without
/// it, folder by folder with O_NOFOLLOW.
/// </summary>
internal sealed unsafe class BeneathOpener(string rootPath, SafeFileHandle rootHandle, bool walk) : IDisposable
{
    // A rename somewhere in the tree can make the kernel give up its lookup; it asks to be called again.
    private const int Lookups = 128;

    private readonly int _root = (int)rootHandle.DangerousGetHandle();
    private volatile bool _walks = walk;

    /// <summary>The root for one call; given back with <see cref="CloseParent"/>, so that disposing waits for calls under way.</summary>
    public int TakeRoot()
    {
        var taken = false;
        rootHandle.DangerousAddRef(ref taken);
        return _root;
    }

    public Errno Open(ReadOnlySpan<char> path, int flags, int mode, out int file)
    {
        flags |= LinuxInterop.CloseOnExec | LinuxInterop.NoFollow;
        var buffer = stackalloc byte[LinuxValues.PathBufferSize];
        if (!LinuxValues.Put(path, buffer))
        {
            file = -1;
            return Errno.ENAMETOOLONG;
        }

        var root = TakeRoot();
        try
        {
            return Open(root, path, buffer, flags, mode, out file);
        }
        finally
        {
            CloseParent(root);
        }
    }

    private Errno Open(int root, ReadOnlySpan<char> path, byte* buffer, int flags, int mode, out int file)
    {
        if (!_walks)
        {
            var how = new LinuxInterop.OpenHow
            {
                Flags = (ulong)flags,
                Mode = (ulong)mode,
                Resolve = LinuxInterop.ResolveBeneath | LinuxInterop.ResolveNoSymlinks,
            };
            var error = Errno.EAGAIN;
            file = -1;
            for (var i = 0; i < Lookups && error is Errno.EAGAIN or Errno.EINTR; i++)
            {
                file = (int)LinuxInterop.SyscallOpenAt2((nint)LinuxInterop.OpenAt2, root, buffer, &how, sizeof(LinuxInterop.OpenHow));
                error = file < 0 ? LinuxInterop.LastError : Errno.None;
            }

            if (error is Errno.None || (error is not Errno.ENOSYS && !(error is Errno.EPERM && Refused(root))))
            {
                return error;
            }

            _walks = true;
        }

        return Walk(path, flags, mode, out file);
    }

    /// <summary>Opens the folder of a path for calls on its last name; the root itself for a name without folder.</summary>
    public Errno OpenParent(string path, out int directory, out ReadOnlySpan<char> name)
    {
        var cut = path.LastIndexOf('/');
        name = path.AsSpan(cut + 1);
        if (cut < 0)
        {
            directory = TakeRoot();
            return Errno.None;
        }

        return Open(path.AsSpan(0, cut), LinuxInterop.PathOnly | LinuxInterop.Directory, 0, out directory);
    }

    public void CloseParent(int directory)
    {
        if (directory == _root)
        {
            rootHandle.DangerousRelease();
        }
        else
        {
            _ = LinuxInterop.Close(directory);
        }
    }

    public bool IsStillThere()
    {
        var file = LinuxInterop.Open(rootPath, LinuxInterop.PathOnly | LinuxInterop.Directory | LinuxInterop.CloseOnExec, 0);
        if (file < 0)
        {
            return false;
        }

        var root = TakeRoot();
        var same = LinuxValues.StatOf(file, out var now) == Errno.None
            && LinuxValues.StatOf(root, out var then) == Errno.None
            && now.Inode == then.Inode && now.Device == then.Device;
        CloseParent(root);
        _ = LinuxInterop.Close(file);
        return same;
    }

    public void Dispose() => rootHandle.Dispose();

    // A sandbox answers EPERM to the call itself; then opening the root fails in the same way.
    private static bool Refused(int root)
    {
        var dot = stackalloc byte[2] { (byte)'.', 0 };
        var how = new LinuxInterop.OpenHow { Flags = (ulong)(LinuxInterop.PathOnly | LinuxInterop.CloseOnExec), Resolve = LinuxInterop.ResolveBeneath };
        var file = (int)LinuxInterop.SyscallOpenAt2((nint)LinuxInterop.OpenAt2, root, dot, &how, sizeof(LinuxInterop.OpenHow));
        if (file < 0)
        {
            return true;
        }

        _ = LinuxInterop.Close(file);
        return false;
    }

    private Errno Walk(ReadOnlySpan<char> path, int flags, int mode, out int file)
    {
        var directory = TakeRoot();
        var buffer = stackalloc byte[LinuxValues.PathBufferSize];
        file = -1;
        try
        {
            while (true)
            {
                var cut = path.IndexOf('/');
                if (!LinuxValues.Put(cut < 0 ? path : path[..cut], buffer))
                {
                    return Errno.ENAMETOOLONG;
                }

                if (cut < 0)
                {
                    file = LinuxInterop.OpenAt(directory, buffer, flags, mode);
                    return file < 0 ? LinuxInterop.LastError : Errno.None;
                }

                var next = LinuxInterop.OpenAt(directory, buffer, LinuxInterop.PathOnly | LinuxInterop.Directory | LinuxInterop.NoFollow | LinuxInterop.CloseOnExec, 0);
                var error = next < 0 ? LinuxInterop.LastError : Errno.None;
                CloseParent(directory);
                directory = next < 0 ? TakeRoot() : next;
                if (error != Errno.None)
                {
                    return error;
                }

                path = path[(cut + 1)..];
            }
        }
        finally
        {
            CloseParent(directory);
        }
    }
}
