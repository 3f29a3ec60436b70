using System.Globalization;
using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Commands;

/// <summary>Reads spans of time such as <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>; a bare number is seconds.</summary>
internal static class SpanText
{
    /// <summary>The seconds, or null; a usage failure for what is none.</summary>
    public static long? Seconds(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var unit = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => 0,
        };
        var digits = unit == 0 ? text : text[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000_000
            ? number * Math.Max(1, unit)
            : throw CommandFailure.Usage($"'{text}' is no span of time.", "Write it as 90s, 15m, 12h or 30d.");
    }
}
