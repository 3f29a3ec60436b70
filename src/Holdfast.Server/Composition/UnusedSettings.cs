using System.Collections.Frozen;
using Holdfast.Settings;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Composition;

/// <summary>
/// The table of settings names more than this version uses, because operators' files do. Whoever gives one of those is told so: a setting is honoured
/// or named, never ignored in silence.
/// </summary>
internal static partial class UnusedSettings
{
    private static readonly FrozenSet<string> Used = FrozenSet.ToFrozenSet(
        [
            SettingNames.AdminEmail, SettingNames.AdminPassword, SettingNames.AdoptOnStart, SettingNames.AllowedContentTypes, SettingNames.BackendReprobeSeconds,
            SettingNames.BreakerFailurePercent, SettingNames.BreakerMinCalls, SettingNames.BreakerOpen, SettingNames.BreakerWindow, SettingNames.CatalogLeaseSeconds,
            SettingNames.CorsOrigins, SettingNames.DatabaseUrl, SettingNames.DemoUsers, SettingNames.Durability, SettingNames.HoldfastToken, SettingNames.HoldfastUrl,
            SettingNames.HoldfastUrls, SettingNames.JournalRetention, SettingNames.LockoutAttempts, SettingNames.LockoutDuration, SettingNames.LogFormat, SettingNames.LogLevel,
            SettingNames.MaxUploadSizeMb, SettingNames.OnExternalChange, SettingNames.OtelExporterOtlpEndpoint, SettingNames.PublicUrl, SettingNames.RateLimitSignIn,
            SettingNames.RateLimitWindow, SettingNames.SessionHours, SettingNames.StorageDir, SettingNames.StorageStrategy, SettingNames.TrustedProxies,
        ],
        StringComparer.Ordinal);

    /// <summary>The names that were given and that nothing here reads.</summary>
    public static IReadOnlyList<string> In(EffectiveSettings settings) =>
        [.. settings.All.Where(s => s.State == SettingState.Given && !Used.Contains(s.Name)).Select(s => s.Name).Order(StringComparer.Ordinal)];

    /// <summary>Says which they are.</summary>
    public static void Tell(EffectiveSettings settings, ILogger logger)
    {
        if (In(settings) is { Count: > 0 } names)
        {
            HaveNoEffect(logger, string.Join(", ", names));
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Set, but without effect in this version: {Names}")]
    private static partial void HaveNoEffect(ILogger logger, string names);
}
