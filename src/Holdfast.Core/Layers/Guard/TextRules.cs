namespace Holdfast.Layers.Guard;

/// <summary>Rules of plain text.</summary>
internal static class TextRules
{
    private const string TokenExtras = "!#$%&'*+-.^_`|~";

    /// <summary>Whether a text has no lone surrogates; null has none.</summary>
    public static bool IsUnicode(string? text)
    {
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            if (!char.IsSurrogate(text![i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>Whether a text is a token of RFC 9110.</summary>
    public static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !TokenExtras.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
