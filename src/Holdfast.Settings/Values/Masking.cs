using System.Text;

namespace Holdfast.Settings.Values;

/// <summary>Values as they may be shown to people, in logs and in answers.</summary>
internal static class Masking
{
    // Of one length always, so that it does not tell the secret's.
    public const string Hidden = "********";

    private const int LongestEcho = 100;

    /// <summary>The value of a setting for display: a secret is hidden, and so is what a URL says about credentials.</summary>
    public static string Shown(SettingDefinition definition, string value) =>
        !definition.IsSecret ? Printable(WithoutCredentials(value))
        : definition.Type == SettingType.Url ? Place(value)
        : Hidden;

    // Of a secret URL the server is shown, because that is what people look for, and nothing else:
    // passwords hide before the host, tokens behind it.
    private static string Place(string value)
    {
        if (value.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
        {
            return Printable(value);
        }

        // A password with unescaped characters in it makes the parser take its end for the host.
        var start = value.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = start < 3 ? -1 : value.IndexOfAny(['/', '?', '#'], start);
        var at = value.IndexOf('@', StringComparison.Ordinal);
        var plain = at < 0 || (at == value.LastIndexOf('@') && (end < 0 || at < end));
        return plain && Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? Printable($"{url.Scheme}://{url.Host}{(url.IsDefaultPort ? "" : $":{url.Port}")}/{Hidden}")
            : Hidden;
    }

    // The last @ counts: an unescaped password may hold any of the characters that part a URL.
    private static string WithoutCredentials(string value)
    {
        var start = value.IndexOf("://", StringComparison.Ordinal) + 3;
        var at = value.LastIndexOf('@');
        return start < 3 || at < start ? value : string.Concat(value.AsSpan(0, start), Hidden, value.AsSpan(at));
    }

    // A value may hold anything; what is printed must not move the cursor or fill the screen.
    private static string Printable(string value)
    {
        var text = new StringBuilder(Math.Min(value.Length, LongestEcho + 3));
        foreach (var character in value)
        {
            if (text.Length >= LongestEcho)
            {
                return text.Append("...").ToString();
            }

            text.Append(char.IsControl(character) ? '?' : character);
        }

        return text.ToString();
    }
}
