namespace Holdfast.Settings.Table;

/// <summary>Backup, verification, alerts and cost.</summary>
internal static class OperationsSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.QuotaTotalMb, SettingType.SizeMb, "0",
            "The bytes that may be stored in all; 0 means no limit.") with
        { Min = 0 },
        Row(SettingNames.QuotaTotalObjects, SettingType.Integer, "0",
            "The objects that may be stored in all; 0 means no limit.") with
        { Min = 0 },
        Row(SettingNames.ReplicateTo, SettingType.ByPrefix, null,
            "Further backends that get a replica of every object, or of those below a prefix.") with
        { WhenUnset = "none", Example = "archive,videos/=offsite" },
        Row(SettingNames.BackupBackend, SettingType.Text, null,
            "The backend that backups go to.") with
        { WhenUnset = "no backups", Example = "archive" },
        Row(SettingNames.BackupSchedule, SettingType.Cron, null,
            "When a backup runs, in UTC.") with
        { WhenUnset = "only when told to", Example = "0 2 * * *" },
        Row(SettingNames.BackupRetention, SettingType.Duration, "30d",
            "How long backups are kept.") with
        { BareUnit = TimeSpan.FromDays(1), Min = 86_400_000 },
        Row(SettingNames.ScrubSchedule, SettingType.Cron, null,
            "When stored bytes are read and checked, in UTC.") with
        { WhenUnset = "only when told to", Example = "0 3 * * 0" },
        Row(SettingNames.ScrubBandwidthMbps, SettingType.Integer, "0",
            "The bandwidth of that check in megabits per second; 0 means no limit.") with
        { Min = 0, Max = 1_000_000 },
        Row(SettingNames.OrphanAgeHours, SettingType.Duration, "24",
            "How long bytes that the catalog does not know must have been seen before they may be removed.") with
        { BareUnit = TimeSpan.FromHours(1), Min = 0 },
        Row(SettingNames.QuarantineRetention, SettingType.Duration, "30d",
            "How long what was put into quarantine is kept.") with
        { BareUnit = TimeSpan.FromDays(1), Min = 0 },
        Row(SettingNames.TempRetention, SettingType.Duration, "7d",
            "How long objects below temp/ and uploads/temp/ are kept.") with
        { BareUnit = TimeSpan.FromDays(1), Min = 3_600_000 },
        Row(SettingNames.AlertQuotaPercent, SettingType.List, "80,95,100",
            "The shares of a quota at which an alert fires.") with
        { ItemType = SettingType.Integer, Min = 1, Max = 100 },
        Row(SettingNames.AlertDiskFreePercent, SettingType.Integer, "10",
            "The share of free disk space below which an alert fires; 0 means never.") with
        { Min = 0, Max = 100 },
        Row(SettingNames.AlertRequestsPerSecond, SettingType.Integer, "0",
            "The request rate above which an alert fires; 0 means never.") with
        { Min = 0, Max = 10_000_000 },
        Row(SettingNames.AlertFailedRequestsPercent, SettingType.Decimal, "5",
            "The share of failed requests above which an alert fires; 0 means never.") with
        { Min = 0, Max = 100 },
        Row(SettingNames.AlertReplicationLag, SettingType.Duration, "15m",
            "The age of the oldest pending replica above which an alert fires; 0 means never.") with
        { Min = 0 },
        Row(SettingNames.AlertBackendDown, SettingType.Duration, "1m",
            "How long a backend must be down before an alert fires.") with
        { Min = 0 },
        Row(SettingNames.AlertBackupOverdue, SettingType.Duration, "26h",
            "The age of the newest backup above which an alert fires; 0 means never.") with
        { Min = 0 },
        Row(SettingNames.AlertWebhookUrl, SettingType.Url, null,
            "The address that alerts are posted to.") with
        { IsSecret = true, WhenUnset = "alerts are shown in the console and in /metrics only" },
        Row(SettingNames.AlertWebhookSecret, SettingType.Text, null,
            "The key that signs what is posted to ALERT_WEBHOOK_URL.") with
        { IsSecret = true },
        Row(SettingNames.CostBudget, SettingType.Decimal, "0",
            "The cost of a month, in the currency of the price table, above which an alert fires; 0 means never.") with
        { Min = 0 },
        Row(SettingNames.PriceTable, SettingType.Path, null,
            "A JSON file with the prices of each backend.") with
        { WhenUnset = "built-in prices", Example = "./prices.json" },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Operations, Default = byDefault, Description = description };
}
