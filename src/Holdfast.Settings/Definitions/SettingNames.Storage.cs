namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string StorageStrategy = "STORAGE_STRATEGY";
    public const string StorageRemote = "STORAGE_REMOTE";
    public const string StorageDir = "STORAGE_DIR";
    public const string HybridSizeThresholdMb = "HYBRID_SIZE_THRESHOLD_MB";
    public const string RedundantWriteAck = "REDUNDANT_WRITE_ACK";
    public const string RedundantWait = "REDUNDANT_WAIT";
    public const string FallbackSpool = "FALLBACK_SPOOL";
    public const string LocalFallback = "LOCAL_FALLBACK";
    public const string Durability = "DURABILITY";
    public const string Layout = "LAYOUT";
    public const string AdoptOnStart = "ADOPT_ON_START";
    public const string OnExternalChange = "ON_EXTERNAL_CHANGE";
    public const string TransferMemoryMb = "TRANSFER_MEMORY_MB";
    public const string MultipartThresholdMb = "MULTIPART_THRESHOLD_MB";
    public const string MultipartPartSizeMb = "MULTIPART_PART_SIZE_MB";
    public const string MultipartConcurrency = "MULTIPART_CONCURRENCY";
    public const string MaxUploadSizeMb = "MAX_UPLOAD_SIZE_MB";
    public const string MinFreeDiskMb = "MIN_FREE_DISK_MB";
    public const string AllowedContentTypes = "ALLOWED_CONTENT_TYPES";
    public const string CompressContentTypes = "COMPRESS_CONTENT_TYPES";
    public const string Versioning = "VERSIONING";
    public const string StrategyConverge = "STRATEGY_CONVERGE";
}
