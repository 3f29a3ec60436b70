namespace Holdfast.Server.Files.Reading;

/// <summary>Which types a browser may show on this origin: those that cannot run anything. All others are attachments.</summary>
internal static class InlineTypes
{
    /// <summary>Whether a content type may be shown inline. Parameters and case do not count.</summary>
    public static bool MayShow(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var type = (end < 0 ? contentType.AsSpan() : contentType.AsSpan(0, end)).Trim();
        if (Starts(type, "image/"))
        {
            // SVG is a document with scripts, whatever its name ends on.
            return type.IndexOf("svg", StringComparison.OrdinalIgnoreCase) < 0 && type.IndexOf("xml", StringComparison.OrdinalIgnoreCase) < 0;
        }

        return Starts(type, "video/") || Starts(type, "audio/") || Is(type, "text/plain") || Is(type, "text/csv") || Is(type, "text/markdown") || Is(type, "application/json") || Is(type, "application/pdf");
    }

    private static bool Starts(ReadOnlySpan<char> type, string prefix) => type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool Is(ReadOnlySpan<char> type, string other) => type.Equals(other, StringComparison.OrdinalIgnoreCase);
}
