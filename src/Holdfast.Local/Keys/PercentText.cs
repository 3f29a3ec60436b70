using System.Text;

namespace Holdfast.Local.Keys;

/// <summary>
/// Bytes as text that any file system holds and none folds: <c>a-z 0-9 . _ -</c> stand for themselves, every other byte is <c>%</c> and two
/// lower-case hex digits. Each byte string has exactly one such text.
/// </summary>
internal static class PercentText
{
    private const string Hex = "0123456789abcdef";

    public static void Append(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (IsPlain(value))
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(Hex[value >> 4]).Append(Hex[value & 15]);
            }
        }
    }

    public static string Of(string text)
    {
        var encoded = new StringBuilder();
        Append(encoded, Encoding.UTF8.GetBytes(text));
        return encoded.ToString();
    }

    /// <summary>The bytes of a text, or null when it is not what <see cref="Append"/> makes.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] != (byte)'%')
            {
                if (!IsPlain(text[0]))
                {
                    return null;
                }

                bytes.Add(text[0]);
                text = text[1..];
                continue;
            }

            if (text.Length < 3 || Hex.IndexOf((char)text[1], StringComparison.Ordinal) is var high && high < 0 || Hex.IndexOf((char)text[2], StringComparison.Ordinal) is var low && low < 0)
            {
                return null;
            }

            var value = (byte)((high << 4) | low);
            if (IsPlain(value))
            {
                return null;
            }

            bytes.Add(value);
            text = text[3..];
        }

        return [.. bytes];
    }

    private static bool IsPlain(byte value) =>
        value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'_' or (byte)'-';
}
