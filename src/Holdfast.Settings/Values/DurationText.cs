using System.Buffers;
using System.Globalization;

namespace Holdfast.Settings.Values;

/// <summary>Durations as people write them: <c>500ms</c>, <c>15m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
internal static class DurationText
{
    // Longer than any retention that makes sense, and far from where adding to a date overflows.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> AfterUnit = SearchValues.Create(" 0123456789.");

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    public static TimeSpan? Parse(string text, TimeSpan bareUnit)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        if (rest.IndexOfAnyExcept(Digits) < 0)
        {
            return Times(rest, bareUnit);
        }

        var total = TimeSpan.Zero;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0)
            {
                return null;
            }

            var number = rest[..digits];
            rest = rest[digits..].TrimStart();
            var letters = rest.IndexOfAny(AfterUnit);
            var unit = letters < 0 ? rest : rest[..letters];
            rest = rest[unit.Length..].TrimStart();
            if (UnitOf(unit) is not { } length || Times(number, length) is not { } part)
            {
                return null;
            }

            total += part;
            if (total > Longest)
            {
                return null;
            }
        }

        return total;
    }

    public static string Format(TimeSpan value)
    {
        foreach (var (unit, length) in Units)
        {
            if (value >= length && value.Ticks % length.Ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / length.Ticks}{unit}");
            }
        }

        return value == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds}ms");
    }

    private static TimeSpan? Times(ReadOnlySpan<char> number, TimeSpan length) =>
        decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
        && count <= (decimal)Longest.Ticks / length.Ticks
            ? TimeSpan.FromTicks((long)(count * length.Ticks))
            : null;

    private static TimeSpan? UnitOf(ReadOnlySpan<char> unit)
    {
        Span<char> lower = stackalloc char[2];
        if (unit.Length is 0 or > 2)
        {
            return null;
        }

        lower = lower[..unit.ToLowerInvariant(lower)];
        return lower switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            "w" => TimeSpan.FromDays(7),
            _ => null,
        };
    }
}
