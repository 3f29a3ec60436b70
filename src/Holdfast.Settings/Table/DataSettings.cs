namespace Holdfast.Settings.Table;

/// <summary>The catalog.</summary>
internal static class DataSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.DatabaseUrl, SettingType.Url, "sqlite:<STORAGE_DIR>/.holdfast/catalog.db",
            "The catalog: sqlite: and a path, or postgres:// and a server, which several servers can share.") with
        { IsSecret = true, Allowed = ["sqlite", "postgres", "postgresql"], NeedsRestart = true },
        Row(SettingNames.CatalogLeaseSeconds, SettingType.Duration, "60",
            "How long a server that stopped answering keeps the work it had taken.") with
        { Min = 5000, Max = 3_600_000 },
        Row(SettingNames.JournalRetention, SettingType.Duration, "90d",
            "How long the journal of what happened to objects is kept.") with
        { Min = 3_600_000 },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Data, Default = byDefault, Description = description };
}
