namespace Holdfast.Settings;

/// <summary>What <c>holdfast config explain</c> tells: every setting, its value, where it comes from, and what is wrong. Holds no secret.</summary>
public sealed record ConfigExplanation
{
    /// <summary>The settings in the order of the table, then those of further backends.</summary>
    public required IReadOnlyList<ExplanationRow> Rows { get; init; }

    /// <summary>What people should know, errors first.</summary>
    public required IReadOnlyList<SettingProblem> Problems { get; init; }

    /// <summary>The settings files that were read, as they are shown, in the order in which the later wins.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>1 when any problem is an error, else 0.</summary>
    public int ExitCode => Problems.Any(problem => problem.Severity == ProblemSeverity.Error) ? 1 : 0;

    /// <summary>Explains what a load found.</summary>
    /// <param name="loaded">The result of the load.</param>
    /// <returns>The explanation.</returns>
    public static ConfigExplanation Of(LoadedSettings loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        return new ConfigExplanation
        {
            Rows = [.. loaded.Settings.All.Select(Row)],
            Problems = loaded.Problems,
            Files = [.. loaded.Files.Select(file => file.ShownPath)],
        };
    }

    /// <summary>The explanation as plain text: the problems, then a table of the settings.</summary>
    /// <param name="onlyGiven">Whether settings that nobody gave a value are left out.</param>
    /// <returns>Lines that end with a line feed.</returns>
    public string ToText(bool onlyGiven = false) => ExplanationText.Write(this, onlyGiven);

    private static ExplanationRow Row(EffectiveSetting setting) => new(
        setting.Name, setting.Masked, setting.Origin.ToString(), setting.Dialect, setting.State, setting.IsValid,
        setting.Definition.Category, setting.Definition.NeedsRestart);
}
