using System.Security.Cryptography;

namespace Holdfast.Engine;

/// <summary>
/// Ids that nobody can guess and that sort by time: 48 bits of Unix milliseconds and 80 random bits in Crockford's base 32, 26 characters.
/// </summary>
internal static class Ids
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>How many of the first characters name the folder of a home: a new folder every 17 minutes.</summary>
    private const int ShardLength = 6;

    public static string New(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        var value = ((UInt128)(ulong)now.ToUnixTimeMilliseconds() << 80) | ReadBig(random);
        return string.Create(26, value, static (text, bits) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        });
    }

    /// <summary>The reserved name of the home of an attempt.</summary>
    public static string HomeName(string attempt) => $"v/{attempt[..ShardLength]}/{attempt}";

    private static UInt128 ReadBig(ReadOnlySpan<byte> bytes)
    {
        UInt128 value = 0;
        foreach (var one in bytes)
        {
            value = (value << 8) | one;
        }

        return value;
    }
}
