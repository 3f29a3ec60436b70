using System.Buffers.Binary;
using Holdfast.Local.Files;

namespace Holdfast.Local.Native;

/// <summary>Reads the names of an open directory as the bytes they are, with the kinds that the directory itself tells.</summary>
internal static unsafe class DirectoryReader
{
    private const int BufferSize = 32 * 1024;

    public static Errno ReadAll(int directory, List<DirectoryEntry> entries)
    {
        var buffer = stackalloc byte[BufferSize];
        while (true)
        {
            var got = (int)LinuxInterop.SyscallGetDents64((nint)LinuxInterop.GetDents64, directory, buffer, BufferSize);
            if (got < 0)
            {
                return LinuxInterop.LastError;
            }

            if (got == 0)
            {
                return Errno.None;
            }

            var rest = new ReadOnlySpan<byte>(buffer, got);
            while (!rest.IsEmpty)
            {
                // Record: inode 8, offset 8, its length 2, kind 1, the name up to a NUL.
                var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[16..]);
                var name = rest[19..length];
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    entries.Add(new DirectoryEntry(name.ToArray(), Kind(rest[18])));
                }

                rest = rest[length..];
            }
        }
    }

    private static EntryKind Kind(byte told) => told switch
    {
        0 => EntryKind.Unknown,
        4 => EntryKind.Directory,
        8 => EntryKind.File,
        _ => EntryKind.Other,
    };
}
