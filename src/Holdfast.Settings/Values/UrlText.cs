namespace Holdfast.Settings.Values;

/// <summary>URLs of the kinds that settings hold.</summary>
internal static class UrlText
{
    public static bool IsUrl(string text, IReadOnlyList<string> schemes)
    {
        if (text.AsSpan().IndexOfAny(' ', '\t') >= 0)
        {
            return false;
        }

        // A database file is named by a path, which is no authority and needs no slashes.
        if (text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
        {
            return schemes.Contains("sqlite") && text.AsSpan("sqlite:".Length).Trim('/').Length > 0;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            && schemes.Contains(url.Scheme, StringComparer.OrdinalIgnoreCase)
            && text.AsSpan(url.Scheme.Length).StartsWith("://")
            && url.Host.Length > 0;
    }

    public static bool IsListenUrl(string text)
    {
        var authority = After(text, "http://") ?? After(text, "https://");
        if (authority is null || authority.AsSpan().IndexOfAny(" \t@?#") >= 0)
        {
            return false;
        }

        if (authority.StartsWith("unix:/", StringComparison.Ordinal))
        {
            return authority.Length > "unix:/".Length;
        }

        // The server reads * and + as every address, which no URL parser knows.
        var host = authority.TrimEnd('/');
        var plain = host is ['*' or '+', ..] ? string.Concat("any", host.AsSpan(1)) : host;
        return !plain.Contains('/', StringComparison.Ordinal) && Uri.TryCreate($"http://{plain}", UriKind.Absolute, out var url) && url.Host.Length > 0;
    }

    /// <summary>The origin as browsers send it, or null when the text is none.</summary>
    public static string? NormalOrigin(string text)
    {
        if (text == "*")
        {
            return text;
        }

        return IsUrl(text, ["http", "https"]) && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.AbsolutePath == "/" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? url.GetLeftPart(UriPartial.Authority)
            : null;
    }

    private static string? After(string text, string scheme) =>
        text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && text.Length > scheme.Length ? text[scheme.Length..] : null;
}
