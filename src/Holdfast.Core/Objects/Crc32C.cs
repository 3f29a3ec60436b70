using System.Numerics;
using System.Runtime.InteropServices;

namespace Holdfast.Objects;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4) by the processor's own instruction where there is one.</summary>
public static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Seed = 0xFFFFFFFF;

    /// <summary>The state after more bytes.</summary>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            state = BitOperations.Crc32C(state, word);
        }

        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            state = BitOperations.Crc32C(state, value);
        }

        return state;
    }

    /// <summary>The checksum that a state stands for.</summary>
    public static uint Finish(uint state) => ~state;

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Append(Seed, bytes));
}
