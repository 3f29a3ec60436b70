namespace Holdfast.Settings.Table;

/// <summary>Listening, logging and telemetry.</summary>
internal static class ServerSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.HoldfastUrls, SettingType.List, "http://127.0.0.1:8080",
            "The addresses to listen on, separated by commas or semicolons.") with
        { ItemType = SettingType.ListenUrl, NeedsRestart = true },
        Row(SettingNames.HoldfastEnv, SettingType.Text, null,
            "Names a further settings file, .env.NAME, that is read after .env. Counts from the command line, the environment and .env.") with
        { Example = "production", NeedsRestart = true },
        Row(SettingNames.CorsOrigins, SettingType.List, null,
            "The web origins whose pages may call the API from a browser.") with
        { ItemType = SettingType.Origin, WhenUnset = "none", Example = "https://app.example.com" },
        Row(SettingNames.TrustedProxies, SettingType.List, null,
            "The proxies whose forwarded headers are believed.") with
        { ItemType = SettingType.Address, WhenUnset = "none", Example = "127.0.0.1,10.0.0.0/8", NeedsRestart = true },
        Row(SettingNames.OutboundAllowPrivateAddresses, SettingType.Boolean, "false",
            "Whether addresses that users give (imports, webhooks) may lie at loopback and private addresses."),
        Row(SettingNames.LogLevel, SettingType.Name, "information",
            "The least severe messages that are logged.") with
        { Allowed = ["trace", "debug", "information", "warning", "error", "critical", "none"], Synonyms = new Dictionary<string, string> { ["info"] = "information", ["warn"] = "warning", ["fatal"] = "critical" } },
        Row(SettingNames.LogFormat, SettingType.Name, "text",
            "Whether log lines are text for people or JSON for machines.") with
        { Allowed = ["text", "json"], NeedsRestart = true },
        Row(SettingNames.OtelExporterOtlpEndpoint, SettingType.Url, null,
            "Where OpenTelemetry traces and metrics are sent.") with
        { WhenUnset = "nowhere", Example = "http://127.0.0.1:4317", NeedsRestart = true },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Server, Default = byDefault, Description = description };
}
