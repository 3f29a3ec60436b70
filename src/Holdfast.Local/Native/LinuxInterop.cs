using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Native;

/// <summary>
/// The calls of the C library that are used. Those that older libraries lack (openat2, renameat2, statx, getdents64) go through
/// <c>syscall</c> by number.
/// </summary>
internal static unsafe partial class LinuxInterop
{
    public const int AtSymlinkNoFollow = 0x100;
    public const int AtEmptyPath = 0x1000;
    public const int AtRemoveDirectory = 0x200;

    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    public const long OpenAt2 = 437;
    public const ulong ResolveBeneath = 0x08;
    public const ulong ResolveNoSymlinks = 0x04;

    public const uint RenameNoReplace = 1;
    public const uint RenameExchange = 2;

    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    public const int FallocateKeepSize = 1;
    public const uint WritebackStart = 2;
    public const nuint CloneFile = 0x40049409;

    private static bool Arm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int Directory => Arm64 ? 0x4000 : 0x10000;

    public static int NoFollow => Arm64 ? 0x8000 : 0x20000;

    public static long StatX => Arm64 ? 291 : 332;

    public static long RenameAt2 => Arm64 ? 276 : 316;

    public static long GetDents64 => Arm64 ? 61 : 217;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SyscallOpenAt2(nint number, int directory, byte* path, OpenHow* how, nint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SyscallStatX(nint number, int directory, byte* path, nint flags, nint mask, StatBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SyscallRenameAt2(nint number, nint fromDirectory, byte* from, nint toDirectory, byte* to, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SyscallGetDents64(nint number, nint directory, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(int directory, byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    public static partial int LinkAt(int fromDirectory, byte* from, int toDirectory, byte* to, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int UnlinkAt(int directory, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MakeDirectoryAt(int directory, byte* path, int mode);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int RenameAt(int fromDirectory, byte* from, int toDirectory, byte* to);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int file, int operation);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true)]
    public static partial nint GetAttribute(SafeFileHandle file, byte* name, byte* value, nint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    public static partial int SetAttribute(SafeFileHandle file, byte* name, byte* value, nint size, int flags);

    [LibraryImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
    public static partial int RemoveAttribute(SafeFileHandle file, byte* name);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    public static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nint size, long offset);

    [LibraryImport("libc", EntryPoint = "pwritev", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, IoVector* vectors, int count, long offset);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "fstatvfs", SetLastError = true)]
    public static partial int FileSystemSpace(int file, SpaceBuffer* buffer);

    public static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    [StructLayout(LayoutKind.Sequential)]
    public struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Start;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatBuffer
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct SpaceBuffer
    {
        [FieldOffset(8)]
        public ulong FragmentSize;

        [FieldOffset(16)]
        public ulong Blocks;

        [FieldOffset(24)]
        public ulong FreeBlocks;

        [FieldOffset(32)]
        public ulong AvailableBlocks;
    }
}
