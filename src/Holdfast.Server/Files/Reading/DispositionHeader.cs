using System.Globalization;
using System.Text;

namespace Holdfast.Server.Files.Reading;

/// <summary>Content-Disposition as RFC 6266 has it: an ASCII file name for old clients and the exact one as <c>filename*</c>.</summary>
internal static class DispositionHeader
{
    /// <summary>The header for a file name of any characters.</summary>
    public static string For(bool attachment, string fileName)
    {
        var kind = attachment ? "attachment" : "inline";
        var plain = true;
        foreach (var c in fileName)
        {
            plain &= c is >= ' ' and < '\x7f' and not '"' and not '\\' and not '%';
        }

        if (plain)
        {
            return $"{kind}; filename=\"{fileName}\"";
        }

        var ascii = new StringBuilder(fileName.Length);
        var exact = new StringBuilder(fileName.Length * 3);
        foreach (var rune in fileName.EnumerateRunes())
        {
            ascii.Append(rune.Value is >= ' ' and < 0x7f and not '"' and not '\\' and not '%' ? (char)rune.Value : '_');
            Append(exact, rune);
        }

        return $"{kind}; filename=\"{ascii}\"; filename*=UTF-8''{exact}";
    }

    /// <summary>The last part of a key that a file could be named after.</summary>
    public static string NameOf(string key)
    {
        var end = key.AsSpan().TrimEnd('/');
        var slash = end.LastIndexOf('/');
        var name = end[(slash + 1)..];
        return name.IsEmpty ? "file" : name.ToString();
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        var length = rune.EncodeToUtf8(bytes);
        foreach (var b in bytes[..length])
        {
            // attr-char of RFC 8187.
            if (char.IsAsciiLetterOrDigit((char)b) || "!#$&+-.^_`|~".Contains((char)b, StringComparison.Ordinal))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }
    }
}
