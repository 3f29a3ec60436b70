namespace Holdfast.Settings;

/// <summary>Reads all sources and works out the settings that count.</summary>
public static class SettingsLoader
{
    /// <summary>
    /// Loads the settings. Never throws for what files, environment or command line hold: what cannot be used is a
    /// problem of the result, and the default stands in its place. Reads files, changes nothing.
    /// </summary>
    /// <param name="sources">The places to read.</param>
    /// <returns>The settings, what people should know about them, and the files that were read.</returns>
    public static LoadedSettings Load(SettingsSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        sources = sources with { WorkingDirectory = Path.GetFullPath(sources.WorkingDirectory) };
        var problems = new List<SettingProblem>();
        var files = SettingsFiles.Read(sources, problems);
        var candidates = CandidateSet.Collect(sources, files, problems);
        var settings = new SettingResolver(sources, candidates, problems).ResolveAll();
        var backends = candidates.Backends.Select(name => name.ToLowerInvariant()).ToArray();
        var effective = new EffectiveSettings(sources.WorkingDirectory, settings, backends);
        SettingCombinations.Check(effective, problems);
        return new LoadedSettings(effective, [.. problems.OrderByDescending(problem => problem.Severity)], files);
    }
}
