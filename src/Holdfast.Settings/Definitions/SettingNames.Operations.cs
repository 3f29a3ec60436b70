namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string QuotaTotalMb = "QUOTA_TOTAL_MB";
    public const string QuotaTotalObjects = "QUOTA_TOTAL_OBJECTS";
    public const string ReplicateTo = "REPLICATE_TO";
    public const string BackupBackend = "BACKUP_BACKEND";
    public const string BackupSchedule = "BACKUP_SCHEDULE";
    public const string BackupRetention = "BACKUP_RETENTION";
    public const string ScrubSchedule = "SCRUB_SCHEDULE";
    public const string ScrubBandwidthMbps = "SCRUB_BANDWIDTH_MBPS";
    public const string OrphanAgeHours = "ORPHAN_AGE_HOURS";
    public const string QuarantineRetention = "QUARANTINE_RETENTION";
    public const string TempRetention = "TEMP_RETENTION";
    public const string AlertQuotaPercent = "ALERT_QUOTA_PERCENT";
    public const string AlertDiskFreePercent = "ALERT_DISK_FREE_PERCENT";
    public const string AlertRequestsPerSecond = "ALERT_REQUESTS_PER_SECOND";
    public const string AlertFailedRequestsPercent = "ALERT_FAILED_REQUESTS_PERCENT";
    public const string AlertReplicationLag = "ALERT_REPLICATION_LAG";
    public const string AlertBackendDown = "ALERT_BACKEND_DOWN";
    public const string AlertBackupOverdue = "ALERT_BACKUP_OVERDUE";
    public const string AlertWebhookUrl = "ALERT_WEBHOOK_URL";
    public const string AlertWebhookSecret = "ALERT_WEBHOOK_SECRET";
    public const string CostBudget = "COST_BUDGET";
    public const string PriceTable = "PRICE_TABLE";
}
