namespace Holdfast.Settings.Table;

/// <summary>MindsDB and chat.</summary>
internal static class ChatSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.MindsDbUrl, SettingType.Url, null,
            "The address of a MindsDB server.") with
        { WhenUnset = "MindsDB is not used", Example = "http://127.0.0.1:47334" },
        Row(SettingNames.MindsDbToken, SettingType.Text, null,
            "The bearer token for MindsDB.") with
        { IsSecret = true },
        Row(SettingNames.MindsDbConfig, SettingType.Path, null,
            "The path of MindsDB's own configuration file, to share its storage.") with
        { Example = "/etc/mindsdb/config.json" },
        Row(SettingNames.MindsDbUsername, SettingType.Text, null,
            "The user name for MindsDB, where it asks for one."),
        Row(SettingNames.MindsDbPassword, SettingType.Text, null,
            "The password for MindsDB, where it asks for one.") with
        { IsSecret = true },
        Row(SettingNames.ChatApiUrl, SettingType.Url, null,
            "The base address of an OpenAI-compatible service that answers questions about datasets.") with
        { WhenUnset = "chat is off unless MindsDB is configured", Example = "http://127.0.0.1:11434/v1" },
        Row(SettingNames.ChatApiKey, SettingType.Text, null,
            "The key for that service.") with
        { IsSecret = true },
        Row(SettingNames.ChatModel, SettingType.Text, null,
            "The model to ask.") with
        { Example = "llama3.1" },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Chat, Default = byDefault, Description = description };
}
