namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string BackendTryTimeout = "BACKEND_TRY_TIMEOUT";
    public const string BackendTimeout = "BACKEND_TIMEOUT";
    public const string BackendRetries = "BACKEND_RETRIES";
    public const string BackendConcurrency = "BACKEND_CONCURRENCY";
    public const string BackendReprobeSeconds = "BACKEND_REPROBE_SECONDS";
    public const string BreakerFailurePercent = "BREAKER_FAILURE_PERCENT";
    public const string BreakerMinCalls = "BREAKER_MIN_CALLS";
    public const string BreakerWindow = "BREAKER_WINDOW";
    public const string BreakerOpen = "BREAKER_OPEN";
    public const string BackendAllowPrivateAddresses = "BACKEND_ALLOW_PRIVATE_ADDRESSES";
}
