using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Commands;

/// <summary>Reads <c>--sha256</c>.</summary>
internal static class Sha256Text
{
    /// <summary>The digest in lower case, or null; a usage failure for what is none.</summary>
    public static string? Parse(string? text) =>
        text is null ? null
        : text.Length == 64 && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant()
        : throw CommandFailure.Usage($"'{text}' is no SHA-256.", "It has 64 hexadecimal digits, as sha256sum prints them.");
}
