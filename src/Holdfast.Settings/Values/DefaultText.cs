namespace Holdfast.Settings.Values;

/// <summary>Defaults that are made from another setting: <c>&lt;STORAGE_DIR&gt;/images</c>.</summary>
internal static class DefaultText
{
    public static string? Resolve(string? template, Func<string, string> valueOf)
    {
        var open = template?.IndexOf('<', StringComparison.Ordinal) ?? -1;
        if (open < 0)
        {
            return template;
        }

        var close = template!.IndexOf('>', open);
        // A folder may be written with a slash at its end.
        return string.Concat(template.AsSpan(0, open), valueOf(template[(open + 1)..close]).TrimEnd('/'), template.AsSpan(close + 1));
    }
}
