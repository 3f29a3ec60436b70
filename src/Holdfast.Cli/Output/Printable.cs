using System.Globalization;
using System.Text;

namespace Holdfast.Cli.Output;

/// <summary>Makes text safe to print: one line, no control characters.</summary>
internal static class Printable
{
    /// <summary>The text with control characters written as escapes, and a backslash doubled only where there are any.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                '\\' => safe.Append("\\\\"),
                _ when IsUnsafe(character) => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => safe.Append(character),
            };
        }

        return safe.ToString();
    }

    // Bidirectional overrides make "gpj.exe" look like "exe.jpg".
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';
}
