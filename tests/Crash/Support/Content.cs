using System.Security.Cryptography;

namespace Holdfast.Crash.Support;

/// <summary>Bytes that are different for every number and no mixture of two.</summary>
internal static class Content
{
    public static byte[] Of(long number, int size)
    {
        var bytes = new byte[size];
        var random = new Random((int)(number ^ (number >> 32)) * 31 + size);
        random.NextBytes(bytes);
        BitConverter.TryWriteBytes(bytes, number);
        return bytes;
    }

    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
