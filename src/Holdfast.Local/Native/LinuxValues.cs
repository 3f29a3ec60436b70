using System.Text;
using Holdfast.Local.Files;

namespace Holdfast.Local.Native;

/// <summary>What Linux calls take and give, in our words.</summary>
internal static unsafe class LinuxValues
{
    public const int PathBufferSize = 4096;

    public static Errno Told(nint result) => result < 0 ? LinuxInterop.LastError : Errno.None;

    public static Errno StatOf(int file, out FileFacts facts)
    {
        LinuxInterop.StatBuffer buffer;
        byte empty = 0;
        var error = Told(LinuxInterop.SyscallStatX((nint)LinuxInterop.StatX, file, &empty, LinuxInterop.AtEmptyPath, 0x7FF, &buffer));
        facts = error == Errno.None ? FactsOf(buffer) : default;
        return error;
    }

    public static FileFacts FactsOf(in LinuxInterop.StatBuffer buffer) => new(
        (buffer.Mode & 0xF000) switch { 0x8000 => EntryKind.File, 0x4000 => EntryKind.Directory, _ => EntryKind.Other },
        buffer.Inode,
        (buffer.ModifiedSeconds * 1_000_000_000) + buffer.ModifiedNanoseconds,
        (long)buffer.Size,
        buffer.Links,
        ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor);

    public static bool Put(ReadOnlySpan<char> path, byte* buffer)
    {
        if (path.Length == 0)
        {
            buffer[0] = (byte)'.';
            buffer[1] = 0;
            return true;
        }

        if (!Encoding.UTF8.TryGetBytes(path, new Span<byte>(buffer, PathBufferSize - 1), out var length))
        {
            return false;
        }

        buffer[length] = 0;
        return true;
    }
}
