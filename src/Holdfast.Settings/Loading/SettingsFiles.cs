namespace Holdfast.Settings;

/// <summary>Finds and reads the settings files of a load.</summary>
internal static class SettingsFiles
{
    private const int MostBytes = 1024 * 1024;

    // Nobody reads more, and a file that is something else altogether would give hundreds of thousands.
    private const int MostLines = 20;

    public static IReadOnlyList<SettingsFile> Read(SettingsSources sources, List<SettingProblem> problems)
    {
        var files = new List<SettingsFile>();
        if (sources.EnvironmentFiles.Count > 0)
        {
            foreach (var file in sources.EnvironmentFiles)
            {
                Add(file, required: true, sources, files, problems);
            }

            return files;
        }

        Add(".env", required: false, sources, files, problems);
        if (EnvironmentName(sources, files) is { Value.Length: > 0 } chosen)
        {
            if (!chosen.Value.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_'))
            {
                problems.Add(new SettingProblem(ProblemSeverity.Error, [SettingNames.HoldfastEnv],
                    $"{SettingNames.HoldfastEnv} ({chosen.Origin}) names a file .env.NAME and may hold only letters, digits, '.', '-' and '_'.", chosen.Origin));
            }
            else if (chosen.Value != "local")
            {
                Add($".env.{chosen.Value}", required: false, sources, files, problems);
            }
        }

        Add(".env.local", required: false, sources, files, problems);
        return files;
    }

    private static (string Value, SettingOrigin Origin)? EnvironmentName(SettingsSources sources, List<SettingsFile> files)
    {
        if (sources.CommandLine.TryGetValue(SettingNames.HoldfastEnv, out var value) && value.Trim().Length > 0)
        {
            return (value.Trim(), SettingOrigin.CommandLine);
        }

        if (sources.Environment.TryGetValue(SettingNames.HoldfastEnv, out value) && value.Trim().Length > 0)
        {
            return (value.Trim(), SettingOrigin.Environment);
        }

        return files.Count > 0 && files[0].Document.Find(SettingNames.HoldfastEnv) is { } line ? (line.Value.Trim(), OriginOf(files[0], line.Line)) : null;
    }

    private static void Add(string name, bool required, SettingsSources sources, List<SettingsFile> files, List<SettingProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add(new SettingProblem(ProblemSeverity.Error, [], "A settings file was asked for by an empty name.", null));
            return;
        }

        var path = Path.GetFullPath(name, sources.WorkingDirectory);
        // A folder of this name is what Python's virtual environments are often called.
        if (!required && (Directory.Exists(path) || !File.Exists(path)))
        {
            return;
        }

        var shown = Shown(path, sources.WorkingDirectory);
        var (text, error, line) = BoundedText.Read(path, MostBytes);
        if (text is null)
        {
            var origin = new SettingOrigin { Source = SettingSource.File, Path = path, ShownPath = shown, Line = line };
            problems.Add(new SettingProblem(ProblemSeverity.Error, [], $"The settings file {origin} cannot be used: {error}.", origin));
            return;
        }

        var file = new SettingsFile(path, shown, DotEnvDocument.Parse(text));
        files.Add(file);
        foreach (var problem in file.Document.Problems.Take(MostLines))
        {
            var origin = OriginOf(file, problem.Line);
            problems.Add(new SettingProblem(ProblemSeverity.Error, [], $"{origin} cannot be read: {problem.Message}.", origin));
        }

        if (file.Document.Problems.Count - MostLines is > 0 and var more)
        {
            problems.Add(new SettingProblem(ProblemSeverity.Error, [], $"{more} more lines of {shown} cannot be read; is it a settings file?", OriginOf(file, file.Document.Problems[MostLines].Line)));
        }
    }

    public static SettingOrigin OriginOf(SettingsFile file, int line) =>
        new() { Source = SettingSource.File, Path = file.Path, ShownPath = file.ShownPath, Line = line };

    private static string Shown(string path, string workingDirectory)
    {
        var relative = Path.GetRelativePath(workingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
