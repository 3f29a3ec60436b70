namespace Holdfast.Settings;

/// <summary>Where a value comes from.</summary>
public sealed record SettingOrigin
{
    /// <summary>The kind of place.</summary>
    public required SettingSource Source { get; init; }

    /// <summary>The full path of the settings file; null unless the source is a file.</summary>
    public string? Path { get; init; }

    /// <summary>The path as it is shown: relative to the working directory where it lies in it.</summary>
    public string? ShownPath { get; init; }

    /// <summary>The line in the settings file, counted from 1; null where there is none.</summary>
    public int? Line { get; init; }

    /// <summary>The name as it is written there, where that is another than the setting's own; else null.</summary>
    public string? WrittenAs { get; init; }

    /// <summary>Whose convention that other name is; else null.</summary>
    public string? Dialect { get; init; }

    /// <summary>The file that a <c>NAME_FILE</c> setting took the value from; else null.</summary>
    public string? SecretFile { get; init; }

    /// <summary>The default of the table.</summary>
    public static SettingOrigin Default { get; } = new() { Source = SettingSource.Default };

    /// <summary>The environment of the process.</summary>
    public static SettingOrigin Environment { get; } = new() { Source = SettingSource.Environment };

    /// <summary>The command line.</summary>
    public static SettingOrigin CommandLine { get; } = new() { Source = SettingSource.CommandLine };

    /// <summary>The origin as people read it.</summary>
    /// <returns>
    /// <c>default</c>, <c>.env:12</c>, <c>environment</c> or <c>command line</c>; then the other name and its dialect
    /// (<c>environment, AWS_REGION of AWS</c>) or the file that held the value.
    /// </returns>
    public override string ToString()
    {
        var place = Source switch
        {
            SettingSource.Default => "default",
            SettingSource.Environment => "environment",
            SettingSource.CommandLine => "command line",
            _ => Line is { } line ? $"{ShownPath}:{line}" : ShownPath ?? "file",
        };
        return place
            + (WrittenAs is null ? "" : Dialect is null ? $", {WrittenAs}" : $", {WrittenAs} of {Dialect}")
            + (SecretFile is null ? "" : $", from {SecretFile}");
    }
}
