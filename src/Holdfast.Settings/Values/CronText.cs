using System.Globalization;

namespace Holdfast.Settings.Values;

/// <summary>Says whether a text is a cron schedule of five fields, or one of the usual names for one.</summary>
internal static class CronText
{
    private static readonly string[] Macros = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"];
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>Null when the text is a schedule, else which part is not.</summary>
    public static string? Check(string text)
    {
        if (text.StartsWith('@'))
        {
            return Macros.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"of the names only {string.Join(", ", Macros)} are known";
        }

        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            return "five fields are needed: minute, hour, day of month, month, day of week";
        }

        return Field(fields[0], 0, 59, []) is false ? "the minute must be within 0 to 59"
            : Field(fields[1], 0, 23, []) is false ? "the hour must be within 0 to 23"
            : Field(fields[2], 1, 31, []) is false ? "the day of month must be within 1 to 31"
            : Field(fields[3], 1, 12, Months) is false ? "the month must be within 1 to 12 or JAN to DEC"
            : Field(fields[4], 0, 7, Days) is false ? "the day of week must be within 0 to 7 or SUN to SAT"
            : null;
    }

    private static bool Field(string field, int least, int most, string[] names) =>
        field.Split(',').All(part => Part(part, least, most, names));

    private static bool Part(string part, int least, int most, string[] names)
    {
        var step = part.IndexOf('/', StringComparison.Ordinal);
        if (step >= 0 && Number(part[(step + 1)..], 1, most, []) is null)
        {
            return false;
        }

        var range = step < 0 ? part : part[..step];
        if (range == "*")
        {
            return true;
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return Number(range, least, most, names) is not null;
        }

        var first = Number(range[..dash], least, most, names);
        var last = Number(range[(dash + 1)..], least, most, names);
        return first is not null && last is not null && first <= last;
    }

    private static int? Number(string text, int least, int most, string[] names)
    {
        var named = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return named + least;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;
    }
}
