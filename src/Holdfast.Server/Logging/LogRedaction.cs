using System.Text.RegularExpressions;

namespace Holdfast.Server.Logging;

/// <summary>The last guard before a line is written: what looks like a credential is blotted out, wherever it came from.</summary>
internal static partial class LogRedaction
{
    /// <summary>The text without credentials.</summary>
    public static string Clean(string text) => Suspicious().IsMatch(text) ? Credentials().Replace(text, "$1***") : text;

    [GeneratedRegex("bearer|basic|token|signature|credential|password|secret|cookie|sig=|key=|://[^/]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suspicious();

    [GeneratedRegex("""((?:bearer|basic)\s+|[?&;\s"'](?:token|access_token|sig|signature|x-amz-signature|x-amz-credential|x-amz-security-token|password|secret|api_?key|cookie)"?\s*[=:]\s*"?|://[^/\s:@]*:)[^\s&;"',@]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();
}
