using System.Collections;

namespace Holdfast.Settings;

/// <summary>The places that settings are read from, as data, so that a load can be repeated and tested.</summary>
public sealed record SettingsSources
{
    /// <summary>The folder where <c>.env</c> files are looked for and where relative paths start.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Settings files that were asked for, the later winning. They are read instead of <c>.env</c>,
    /// <c>.env.&lt;HOLDFAST_ENV&gt;</c> and <c>.env.local</c>, and each must exist.
    /// </summary>
    public IReadOnlyList<string> EnvironmentFiles { get; init; } = [];

    /// <summary>The environment of the process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings given on the command line, by name.</summary>
    public IReadOnlyDictionary<string, string> CommandLine { get; init; } = new Dictionary<string, string>();

    /// <summary>The sources of this process: its working directory and its environment.</summary>
    /// <returns>Sources without files that were asked for and without a command line.</returns>
    public static SettingsSources OfThisProcess()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new SettingsSources { WorkingDirectory = Directory.GetCurrentDirectory(), Environment = environment };
    }
}
