namespace Holdfast.Settings.Table;

/// <summary>How every backend is called.</summary>
internal static class BackendsSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.BackendTryTimeout, SettingType.Duration, "30s",
            "How long one try of a call to a backend may take without moving any bytes.") with
        { Min = 100, Max = 3_600_000 },
        Row(SettingNames.BackendTimeout, SettingType.Duration, "2m",
            "How long a call to a backend may take with all its tries, the transfer of a body not counted.") with
        { Min = 100, Max = 86_400_000 },
        Row(SettingNames.BackendRetries, SettingType.Integer, "3",
            "How often a call that failed in passing is tried again.") with
        { Min = 0, Max = 20 },
        Row(SettingNames.BackendConcurrency, SettingType.Integer, "64",
            "How many calls run at once against one backend; more wait.") with
        { Min = 1, Max = 4096 },
        Row(SettingNames.BackendReprobeSeconds, SettingType.Duration, "30",
            "How often a backend that failed is probed again.") with
        { Min = 1000, Max = 3_600_000 },
        Row(SettingNames.BreakerFailurePercent, SettingType.Integer, "50",
            "The share of failed calls at which a backend's circuit breaker opens, so that fallbacks answer at once.") with
        { Min = 1, Max = 100 },
        Row(SettingNames.BreakerMinCalls, SettingType.Integer, "5",
            "How many calls within BREAKER_WINDOW are needed before the breaker judges.") with
        { Min = 2, Max = 1000 },
        Row(SettingNames.BreakerWindow, SettingType.Duration, "30s",
            "The time over which the breaker counts.") with
        { Min = 500, Max = 3_600_000 },
        Row(SettingNames.BreakerOpen, SettingType.Duration, "15s",
            "How long the breaker stays open before it lets a call try.") with
        { Min = 500, Max = 3_600_000 },
        Row(SettingNames.BackendAllowPrivateAddresses, SettingType.Boolean, "true",
            "Whether backends may lie at loopback and private addresses, as a MinIO on localhost does."),
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.Backends, Default = byDefault, Description = description };
}
