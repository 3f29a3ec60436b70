using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Commands;

/// <summary>Reads <c>--meta name=value</c>.</summary>
internal static class MetadataText
{
    /// <summary>The pairs; a usage failure for what is none or what no header can carry.</summary>
    public static Dictionary<string, string> Parse(IReadOnlyList<string> texts)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !text[..equals].All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            {
                throw CommandFailure.Usage($"'{text}' is no metadata.", "Write --meta NAME=VALUE, with letters, digits, '-', '_' and '.' in the name.");
            }

            var value = text[(equals + 1)..];
            if (value.Any(character => !char.IsAscii(character) || char.IsControl(character)))
            {
                throw CommandFailure.Usage($"The value of the metadata '{text[..equals]}' has characters that a header cannot carry.", "Use plain ASCII, or encode it.");
            }

            pairs[text[..equals]] = value;
        }

        return pairs;
    }
}
