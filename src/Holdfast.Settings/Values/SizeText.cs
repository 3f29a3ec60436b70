using System.Buffers;
using System.Globalization;

namespace Holdfast.Settings.Values;

/// <summary>Sizes as people write them. Units are powers of 1024 with or without the <c>i</c>.</summary>
internal static class SizeText
{
    public const long Megabyte = 1024 * 1024;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, long Bytes)[] Units =
        [("PB", 1L << 50), ("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10)];

    /// <summary>Reads a size in bytes; null when the text is none or passes what fits.</summary>
    public static long? Parse(string text, long bareUnit)
    {
        var digits = text.AsSpan().Trim();
        var length = digits.IndexOfAnyExcept(Digits);
        var unit = length < 0 ? default : digits[length..].Trim();
        var number = length < 0 ? digits : digits[..length];
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || UnitOf(unit, bareUnit) is not { } factor)
        {
            return null;
        }

        return count > long.MaxValue / factor ? null : (long)decimal.Floor(count * factor);
    }

    /// <summary>Writes bytes with the largest unit that leaves no rest.</summary>
    public static string Format(long bytes)
    {
        foreach (var (unit, size) in Units)
        {
            if (bytes >= size && bytes % size == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
    }

    private static long? UnitOf(ReadOnlySpan<char> unit, long bareUnit) => unit switch
    {
        "" => bareUnit,
        ['b' or 'B'] => 1,
        [var letter] => Power(letter),
        [var letter, 'b' or 'B'] => Power(letter),
        [var letter, 'i' or 'I', 'b' or 'B'] => Power(letter),
        _ => null,
    };

    private static long? Power(char letter) => char.ToUpperInvariant(letter) switch
    {
        'K' => 1L << 10,
        'M' => 1L << 20,
        'G' => 1L << 30,
        'T' => 1L << 40,
        'P' => 1L << 50,
        _ => null,
    };
}
