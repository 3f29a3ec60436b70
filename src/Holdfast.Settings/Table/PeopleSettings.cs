namespace Holdfast.Settings.Table;

/// <summary>Accounts, sessions and quotas of people.</summary>
internal static class PeopleSettings
{
    public static IReadOnlyList<SettingDefinition> Rows { get; } =
    [
        Row(SettingNames.AdminEmail, SettingType.Text, null,
            "The account of the first administrator.") with
        { WhenUnset = "made at the first start with a sign-in link that is printed once", Example = "admin@example.com" },
        Row(SettingNames.AdminPassword, SettingType.Text, null,
            "The password of the first administrator; used when the account is made and not again.") with
        { IsSecret = true },
        Row(SettingNames.DemoUsers, SettingType.Boolean, "false",
            "Show the accounts that are marked as demo on the sign-in page, for everybody."),
        Row(SettingNames.Registration, SettingType.Name, "closed",
            "Whether people may open an account by themselves.") with
        { Allowed = ["closed", "open"] },
        Row(SettingNames.SessionHours, SettingType.Duration, "12",
            "How long a sign-in lasts.") with
        { BareUnit = TimeSpan.FromHours(1), Min = 300_000, Max = 31_536_000_000 },
        Row(SettingNames.LockoutAttempts, SettingType.Integer, "5",
            "After how many wrong passwords in a row an account is locked for LOCKOUT_DURATION.") with
        { Min = 1, Max = 1000 },
        Row(SettingNames.LockoutDuration, SettingType.Duration, "15m",
            "How long an account stays locked.") with
        { Min = 1000, Max = 604_800_000 },
        Row(SettingNames.RateLimitSignIn, SettingType.Integer, "20",
            "How many sign-ins one address may try within RATE_LIMIT_WINDOW.") with
        { Min = 1, Max = 1_000_000 },
        Row(SettingNames.RateLimitSharePassword, SettingType.Integer, "10",
            "How many wrong passwords one address may try on a share within RATE_LIMIT_WINDOW.") with
        { Min = 1, Max = 1_000_000 },
        Row(SettingNames.RateLimitDownloads, SettingType.Integer, "600",
            "How many downloads one address may begin without sign-in within a minute; 0 means no limit.") with
        { Min = 0, Max = 10_000_000 },
        Row(SettingNames.RateLimitWindow, SettingType.Duration, "15m",
            "The time over which sign-ins and share passwords are counted.") with
        { Min = 1000, Max = 86_400_000 },
        Row(SettingNames.QuotaOrgMb, SettingType.SizeMb, "0",
            "The bytes that an organisation may store where nothing else is set for it; 0 means no limit.") with
        { Min = 0 },
        Row(SettingNames.QuotaOrgObjects, SettingType.Integer, "0",
            "The objects that an organisation may store where nothing else is set for it; 0 means no limit.") with
        { Min = 0 },
        Row(SettingNames.QuotaUserMb, SettingType.SizeMb, "0",
            "The bytes that a person may store where nothing else is set for them; 0 means no limit.") with
        { Min = 0 },
        Row(SettingNames.QuotaUserObjects, SettingType.Integer, "0",
            "The objects that a person may store where nothing else is set for them; 0 means no limit.") with
        { Min = 0 },
    ];

    private static SettingDefinition Row(string name, SettingType type, string? byDefault, string description) =>
        new() { Name = name, Type = type, Category = SettingCategory.People, Default = byDefault, Description = description };
}
