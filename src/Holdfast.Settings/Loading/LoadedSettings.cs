namespace Holdfast.Settings;

/// <summary>What a load found.</summary>
/// <param name="Settings">The settings that count. With errors among the problems they hold defaults in place of what could not be used.</param>
/// <param name="Problems">What people should know, errors first.</param>
/// <param name="Files">The settings files that were read, in the order in which the later wins.</param>
public sealed record LoadedSettings(EffectiveSettings Settings, IReadOnlyList<SettingProblem> Problems, IReadOnlyList<SettingsFile> Files)
{
    /// <summary>Whether any problem is an error.</summary>
    public bool HasErrors => Problems.Any(problem => problem.Severity == ProblemSeverity.Error);
}
