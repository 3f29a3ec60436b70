namespace Holdfast.Settings.Table;

/// <summary>What the command line needs to reach a server.</summary>
internal static class CommandLineSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.HoldfastUrl, SettingType.Url, null,
            "The running server that the command line talks to.") with
        { WhenUnset = "it works on the backends and the catalog directly", Example = "https://files.example.com" },
        Row(SettingNames.HoldfastToken, SettingType.Text, null,
            "The API token that the command line signs in with.") with
        { IsSecret = true },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.CommandLine, Default = byDefault, Description = description };
}
