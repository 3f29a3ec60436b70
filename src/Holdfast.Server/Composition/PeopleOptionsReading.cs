using Holdfast.Platform.People;
using Holdfast.Server.Auth;
using Holdfast.Settings;

namespace Holdfast.Server.Composition;

/// <summary>Takes from the settings what people and sign-in need.</summary>
internal static class PeopleOptionsReading
{
    public static PeopleOptions People(EffectiveSettings settings) => new()
    {
        AdminEmail = settings.TextOrNull(SettingNames.AdminEmail),
        AdminPassword = settings.TextOrNull(SettingNames.AdminPassword),
        DemoUsers = settings.Flag(SettingNames.DemoUsers),
        SessionLifetime = settings.Duration(SettingNames.SessionHours),
        LockoutAttempts = (int)settings.Number(SettingNames.LockoutAttempts),
        LockoutDuration = settings.Duration(SettingNames.LockoutDuration),
        AttemptWindow = settings.Duration(SettingNames.RateLimitWindow),
        AttemptsPerClient = (int)settings.Number(SettingNames.RateLimitSignIn),
    };

    public static AuthOptions Auth(EffectiveSettings settings) => new()
    {
        TrustedOrigins = settings.TextOrNull(SettingNames.PublicUrl) is { } url
            ? [new Uri(url).GetLeftPart(UriPartial.Authority), .. settings.List(SettingNames.CorsOrigins)]
            : settings.List(SettingNames.CorsOrigins),
    };
}
