using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Native;

/// <summary>Writes a sequence with as few calls as the kernel takes, without copying it together.</summary>
internal static unsafe class VectoredWrite
{
    // Linux takes 1024 at once; so many fit the stack comfortably.
    private const int MaxVectors = 256;

    public static Errno All(SafeFileHandle file, ReadOnlySequence<byte> bytes, long offset)
    {
        var vectors = stackalloc LinuxInterop.IoVector[MaxVectors];
        var pins = new MemoryHandle[MaxVectors];
        while (!bytes.IsEmpty)
        {
            var count = 0;
            try
            {
                foreach (var segment in bytes)
                {
                    if (segment.IsEmpty)
                    {
                        continue;
                    }

                    if (count == MaxVectors)
                    {
                        break;
                    }

                    pins[count] = segment.Pin();
                    vectors[count].Start = pins[count].Pointer;
                    vectors[count].Length = (nuint)segment.Length;
                    count++;
                }

                var written = LinuxInterop.Write(file, vectors, count, offset);
                if (written > 0)
                {
                    bytes = bytes.Slice(written);
                    offset += written;
                }
                else if (written == 0)
                {
                    return Errno.EIO;
                }
                else if (LinuxInterop.LastError != Errno.EINTR)
                {
                    return LinuxInterop.LastError;
                }
            }
            finally
            {
                for (var i = 0; i < count; i++)
                {
                    pins[i].Dispose();
                }
            }
        }

        return Errno.None;
    }
}
