namespace Holdfast.Keys;

/// <summary>
/// The order in which keys are listed everywhere: by UTF-8 bytes, as S3 does. Ordinal comparison of .NET strings is another order:
/// it compares UTF-16 units, so characters beyond U+FFFF sort before U+E000 to U+FFFF there.
/// </summary>
public sealed class KeyOrder : IComparer<string>
{
    private KeyOrder()
    {
    }

    /// <summary>The one instance.</summary>
    public static KeyOrder Utf8 { get; } = new();

    /// <summary>Compares as the UTF-8 bytes of both would compare; null comes first.</summary>
    public static int Compare(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        return Rank(left[common]) - Rank(right[common]);
    }

    int IComparer<string>.Compare(string? x, string? y) => Compare(x, y);

    /// <summary>The smallest text that sorts after everything that begins with <paramref name="prefix"/>, or null when there is none.</summary>
    public static string? EndOf(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        for (var runes = prefix.EnumerateRunes().ToArray(); runes.Length > 0; runes = runes[..^1])
        {
            var last = runes[^1].Value;
            if (last < 0x10FFFF)
            {
                var next = last + 1 is >= 0xD800 and <= 0xDFFF ? 0xE000 : last + 1;
                return string.Concat(runes[..^1].Select(r => r.ToString())) + new System.Text.Rune(next);
            }
        }

        return null;
    }

    // Surrogates stand for U+10000 and up, so they rank above every other UTF-16 unit.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
