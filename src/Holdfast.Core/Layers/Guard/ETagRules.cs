using Holdfast.Errors;

namespace Holdfast.Layers.Guard;

/// <summary>Brings ETags as they come in headers to the one form that backends compare: without quotes.</summary>
internal static class ETagRules
{
    /// <summary>For If-Match: weak tags stay marked, so that they equal no stored tag.</summary>
    public static IReadOnlyList<string>? ForMatch(IReadOnlyList<string>? tags) => Each(tags, weakAsStrong: false);

    /// <summary>For If-None-Match: weak tags compare as strong ones.</summary>
    public static IReadOnlyList<string>? ForNoneMatch(IReadOnlyList<string>? tags) => Each(tags, weakAsStrong: true);

    /// <summary>One tag that names one content.</summary>
    public static string One(string tag)
    {
        var bare = Bare(tag, weakAsStrong: false);
        return bare == "*" ? throw StorageErrors.InvalidArgument("Here the ETag names one content; '*' does not.") : bare;
    }

    private static string[]? Each(IReadOnlyList<string>? tags, bool weakAsStrong) => tags switch
    {
        null => null,
        { Count: 0 } => throw StorageErrors.InvalidArgument("A list of ETags is not empty; null means no condition."),
        _ => [.. tags.Select(tag => Bare(tag, weakAsStrong))],
    };

    private static string Bare(string tag, bool weakAsStrong)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var weak = tag.StartsWith("W/", StringComparison.Ordinal);
        var text = weak ? tag[2..] : tag;
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
        {
            text = text[1..^1];
        }

        if (text.Length == 0 || text.Any(c => c is '"' || char.IsControl(c)))
        {
            throw StorageErrors.InvalidArgument("An ETag has at least one character and holds no quote or control character.");
        }

        // No backend's tag begins so, so the marked form equals none.
        return weak && !weakAsStrong ? "W/" + text : text;
    }
}
