using System.Text;

namespace Holdfast.Keys;

/// <summary>The rules a key must keep, each with the sentence that names it.</summary>
internal static class KeyRules
{
    /// <summary>The sentence of the first rule that is broken, or null.</summary>
    public static string? Check(string? text)
    {
        if (CheckShape(text) is { } broken)
        {
            return broken;
        }

        return text!.StartsWith(ObjectKey.ReservedPrefix, StringComparison.Ordinal) || text == ".holdfast"
            ? "keys below '.holdfast/' are reserved"
            : null;
    }

    /// <summary>As <see cref="Check"/>, with Holdfast's own keys allowed.</summary>
    public static string? CheckShape(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "a key has at least one byte";
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "a key holds no NUL";
        }

        if (HasLoneSurrogate(text))
        {
            return "a key is valid Unicode (no lone surrogates)";
        }

        if (text.Length > ObjectKey.MaxBytes || Encoding.UTF8.GetByteCount(text) > ObjectKey.MaxBytes)
        {
            return "a key has at most 1024 bytes in UTF-8";
        }

        return HasDotSegment(text) ? "a key has no '.' or '..' segment" : null;
    }

    private static bool HasDotSegment(string text)
    {
        foreach (var range in text.AsSpan().Split('/'))
        {
            if (text.AsSpan(range) is "." or "..")
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
