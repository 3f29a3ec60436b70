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

    /// <summary>The checksum of a first and a second piece together, from the checksums of both.</summary>
    /// <param name="first">The checksum of the first piece.</param>
    /// <param name="second">The checksum of the second piece.</param>
    /// <param name="secondLength">The length of the second piece in bytes.</param>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);

        // Appending n zero bits multiplies by x^n modulo the polynomial; squaring x^8 gives the powers for the bits of the length.
        var power = 0x80000000u >> 8;
        for (var bits = secondLength; bits != 0; bits >>= 1)
        {
            if ((bits & 1) != 0)
            {
                first = Multiply(power, first);
            }

            power = Multiply(power, power);
        }

        return first ^ second;
    }

    // Polynomials over two elements, lowest power in the highest bit, modulo Castagnoli's.
    private static uint Multiply(uint left, uint right)
    {
        const uint Polynomial = 0x82F63B78;
        uint product = 0;
        for (var bit = 0x80000000u; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
            }

            right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
        }

        return product;
    }
}
