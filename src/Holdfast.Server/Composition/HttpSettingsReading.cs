using Holdfast.Settings;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Composition;

/// <summary>Takes from the settings what the HTTP side needs.</summary>
internal static class HttpSettingsReading
{
    public static HttpSettings From(EffectiveSettings settings, DateTimeOffset startedAt)
    {
        var strategy = settings.Text(SettingNames.StorageStrategy);
        return new HttpSettings
        {
            MaxUploadBytes = settings.Bytes(SettingNames.MaxUploadSizeMb) is > 0 and var limit ? limit : null,
            AllowedContentTypes = settings.List(SettingNames.AllowedContentTypes),
            PublicUrl = settings.TextOrNull(SettingNames.PublicUrl)?.TrimEnd('/'),
            CorsOrigins = settings.List(SettingNames.CorsOrigins),
            TrustedProxies = settings.List(SettingNames.TrustedProxies),
            OtlpEndpoint = settings.TextOrNull(SettingNames.OtelExporterOtlpEndpoint) is { } otlp ? new Uri(otlp) : null,
            Shown = Shown(settings, withPaths: false),
            ShownToAdministrators = Shown(settings, withPaths: true),
            JsonLogs = settings.Text(SettingNames.LogFormat) is "json",
            LogLevel = Level(settings.Text(SettingNames.LogLevel)),
            StartedAt = startedAt,
            WantedStrategy = strategy,
            StrategyProblem = strategy is "local_primary" ? null : $"The strategy {strategy} needs a remote backend, and none can be used; everything is kept on local storage.",
        };
    }

    private static Dictionary<string, string?> Shown(EffectiveSettings settings, bool withPaths) => settings.All
        .Where(s => s.Value is not null && (withPaths || s.Definition.Type is not SettingType.Path && s.Name is not SettingNames.DatabaseUrl))
        .Where(s => withPaths || s.Definition.Category is SettingCategory.Storage or SettingCategory.S3 or SettingCategory.Azure or SettingCategory.Supabase)
        .ToDictionary(s => s.Name, s => s.Masked, StringComparer.Ordinal);

    private static LogLevel Level(string name) => name switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" => LogLevel.Critical,
        "none" => LogLevel.None,
        _ => LogLevel.Information,
    };
}
