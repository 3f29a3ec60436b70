namespace Holdfast.Settings;

/// <summary>Takes the value of a secret from the file that <c>NAME_FILE</c> names.</summary>
internal sealed class SecretFiles(string workingDirectory, List<SettingProblem> problems)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The secret as a candidate, or null when the file does not give one; that is reported.</summary>
    public SettingCandidate? Read(SettingDefinition definition, SettingCandidate byFile)
    {
        var name = byFile.Value.Trim();
        var (text, error, _) = name.Contains('\0', StringComparison.Ordinal)
            ? (null, "its name is not a path", null)
            : BoundedText.Read(Path.GetFullPath(name, workingDirectory), MostBytes);
        text = WithoutLastLineEnd(text);
        if (error is null && string.IsNullOrWhiteSpace(text))
        {
            error = "it is empty";
        }

        if (error is null)
        {
            return new SettingCandidate(definition.Name, text!, byFile.Origin with { WrittenAs = byFile.Name, SecretFile = name });
        }

        problems.Add(new SettingProblem(ProblemSeverity.Error, [byFile.Name],
            $"{byFile.Name} ({byFile.Origin}) names the file '{name}', but {error}.", byFile.Origin));
        return null;
    }

    // Editors and echo end a file with a line end that nobody means; a second one may be meant.
    private static string? WithoutLastLineEnd(string? text) =>
        text is null ? null
        : text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
        : text.EndsWith('\n') ? text[..^1]
        : text;
}
