namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string HoldfastUrls = "HOLDFAST_URLS";
    public const string HoldfastEnv = "HOLDFAST_ENV";
    public const string CorsOrigins = "CORS_ORIGINS";
    public const string TrustedProxies = "TRUSTED_PROXIES";
    public const string OutboundAllowPrivateAddresses = "OUTBOUND_ALLOW_PRIVATE_ADDRESSES";
    public const string LogLevel = "LOG_LEVEL";
    public const string LogFormat = "LOG_FORMAT";
    public const string OtelExporterOtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
}
