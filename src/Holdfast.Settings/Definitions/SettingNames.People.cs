namespace Holdfast.Settings;

#pragma warning disable CS1591 // What each name means is its row in the table; a second wording here would drift from it.

public static partial class SettingNames
{
    public const string AdminEmail = "ADMIN_EMAIL";
    public const string AdminPassword = "ADMIN_PASSWORD";
    public const string DemoUsers = "DEMO_USERS";
    public const string Registration = "REGISTRATION";
    public const string SessionHours = "SESSION_HOURS";
    public const string LockoutAttempts = "LOCKOUT_ATTEMPTS";
    public const string LockoutDuration = "LOCKOUT_DURATION";
    public const string RateLimitSignIn = "RATE_LIMIT_SIGN_IN";
    public const string RateLimitSharePassword = "RATE_LIMIT_SHARE_PASSWORD";
    public const string RateLimitDownloads = "RATE_LIMIT_DOWNLOADS";
    public const string RateLimitWindow = "RATE_LIMIT_WINDOW";
    public const string QuotaOrgMb = "QUOTA_ORG_MB";
    public const string QuotaOrgObjects = "QUOTA_ORG_OBJECTS";
    public const string QuotaUserMb = "QUOTA_USER_MB";
    public const string QuotaUserObjects = "QUOTA_USER_OBJECTS";
}
