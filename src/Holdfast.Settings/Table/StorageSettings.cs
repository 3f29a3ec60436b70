namespace Holdfast.Settings.Table;

/// <summary>Where objects belong and how they are written.</summary>
internal static class StorageSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.StorageStrategy, SettingType.Name, "local_primary",
            "Where the replicas of an object belong: on local storage, on the remote backend, by size, or on both.") with
        { Allowed = ["local_primary", "s3_primary", "hybrid", "redundant"] },
        Row(SettingNames.StorageRemote, SettingType.Name, null,
            "The remote backend that the strategy uses.") with
        { Allowed = ["s3", "azure", "supabase"], WhenUnset = "the one that is configured; of several Supabase, then S3, then Azure" },
        Row(SettingNames.StorageDir, SettingType.Path, "./storage",
            "The folder of the local backend. Holdfast keeps its own files below .holdfast/ in it.") with
        { NeedsRestart = true },
        Row(SettingNames.HybridSizeThresholdMb, SettingType.SizeMb, "10",
            "With the hybrid strategy, larger objects belong on the remote backend, all others on local.") with
        { Min = 0, Max = 5_242_880 },
        Row(SettingNames.RedundantWriteAck, SettingType.Name, "one",
            "With the redundant strategy, how many copies must be durable before a write is acknowledged when a backend fails or is slow.") with
        { Allowed = ["one", "all"] },
        Row(SettingNames.RedundantWait, SettingType.Duration, "5s",
            "With the redundant strategy and REDUNDANT_WRITE_ACK=one, how long the second copy may take before the write is acknowledged without it.") with
        { Min = 0, Max = 600_000 },
        Row(SettingNames.FallbackSpool, SettingType.Boolean, "true",
            "Spool an upload to local storage as it passes, so that one that fails midway goes on locally."),
        Row(SettingNames.LocalFallback, SettingType.Name, "off",
            "With several servers that do not share a disk: node lets a write be acknowledged on one server's own disk.") with
        { Allowed = ["off", "node"] },
        Row(SettingNames.Durability, SettingType.ByPrefix, "strict",
            "strict syncs every write to the disk before it is acknowledged; relaxed is for prefixes whose objects can be made again.") with
        { Allowed = ["strict", "relaxed"], Example = "strict,thumbnails/=relaxed" },
        Row(SettingNames.Layout, SettingType.Name, "readable",
            "readable keeps the bytes under the readable key for other programs; immutable leaves that view out.") with
        { Allowed = ["readable", "immutable"], NeedsRestart = true },
        Row(SettingNames.AdoptOnStart, SettingType.Name, "auto",
            "Whether files that already lie in a backend are taken into the catalog at the first start.") with
        { Allowed = ["auto", "off"] },
        Row(SettingNames.OnExternalChange, SettingType.Name, "adopt",
            "What happens with a file that somebody else changed: take it as a new version, only report it, or put it aside.") with
        { Allowed = ["adopt", "report", "quarantine"] },
        Row(SettingNames.TransferMemoryMb, SettingType.SizeMb, "256",
            "Memory for all transfers together; when it is used up, further transfers wait.") with
        { Min = 32, Max = 1_048_576, NeedsRestart = true },
        Row(SettingNames.MultipartThresholdMb, SettingType.SizeMb, "25",
            "Objects of at least this size are uploaded in parts.") with
        { Min = 1, Max = 5120 },
        Row(SettingNames.MultipartPartSizeMb, SettingType.SizeMb, "8",
            "The size of a part; it grows by itself where an object would need more than 10,000 parts.") with
        { Min = 5, Max = 5120 },
        Row(SettingNames.MultipartConcurrency, SettingType.Integer, "10",
            "How many parts of one object are uploaded at once.") with
        { Min = 1, Max = 100 },
        Row(SettingNames.MaxUploadSizeMb, SettingType.SizeMb, "5120",
            "The largest object that is accepted; 0 means no limit.") with
        { Min = 0, Max = 5_242_880 },
        Row(SettingNames.MinFreeDiskMb, SettingType.SizeMb, "64",
            "Writes to local storage are refused while less than this would stay free on its disk; 0 means no reserve.") with
        { Min = 0, Max = 1_073_741_824 },
        Row(SettingNames.AllowedContentTypes, SettingType.List, null,
            "The content types that uploads may have.") with
        { ItemType = SettingType.MediaType, WhenUnset = "all", Example = "image/*,text/csv,application/pdf" },
        Row(SettingNames.CompressContentTypes, SettingType.List, null,
            "Objects of these content types are stored compressed with gzip.") with
        { ItemType = SettingType.MediaType, WhenUnset = "none", Example = "text/csv,application/json" },
        Row(SettingNames.Versioning, SettingType.ByPrefix, "off",
            "Whether overwritten and deleted objects stay as versions.") with
        { Allowed = ["off", "on"], Synonyms = new Dictionary<string, string> { ["true"] = "on", ["false"] = "off" }, Example = "off,projects/=on" },
        Row(SettingNames.StrategyConverge, SettingType.Name, "manual",
            "Whether existing objects follow a changed strategy by themselves (auto) or when told to.") with
        { Allowed = ["manual", "auto"] },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Storage, Default = byDefault, Description = description };
}
