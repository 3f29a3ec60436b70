using Holdfast.Cli.Failures;
using Holdfast.Settings;

namespace Holdfast.Cli.Connecting;

/// <summary>Reads the settings of this folder and environment.</summary>
internal static class LocalSettings
{
    /// <summary>Reads them, errors included.</summary>
    public static LoadedSettings Load(CliEnvironment environment, IReadOnlyList<string> environmentFiles, IReadOnlyDictionary<string, string>? commandLine = null) =>
        SettingsLoader.Load(new SettingsSources
        {
            WorkingDirectory = environment.WorkingDirectory,
            EnvironmentFiles = environmentFiles,
            Environment = environment.Variables,
            CommandLine = commandLine ?? new Dictionary<string, string>(),
        });

    /// <summary>Throws when they cannot be used.</summary>
    public static void Demand(LoadedSettings loaded)
    {
        if (loaded.HasErrors)
        {
            var errors = loaded.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => "  " + problem.Message);
            throw new CommandFailure(ExitCode.Failed, "The settings cannot be used:\n" + string.Join('\n', errors), "'holdfast config explain' shows every setting and where it comes from.") { Code = "invalid_settings" };
        }
    }

    /// <summary>The full path of the storage.</summary>
    public static string StorageDirectory(LoadedSettings loaded) =>
        Path.GetFullPath(loaded.Settings.Text(SettingNames.StorageDir), loaded.Settings.WorkingDirectory);
}
