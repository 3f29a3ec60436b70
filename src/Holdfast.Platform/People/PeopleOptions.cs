namespace Holdfast.Platform.People;

/// <summary>What the settings say about people.</summary>
public sealed record PeopleOptions
{
    /// <summary>The first superuser's address; null is <c>admin@localhost</c>. Counts at the first start only.</summary>
    public string? AdminEmail { get; init; }

    /// <summary>The first superuser's password; null has one made up. Counts at the first start only.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>Whether anybody may see the accounts that are marked as demo.</summary>
    public bool DemoUsers { get; init; }

    /// <summary>How long a sign-in lasts.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a sign-in link can be used.</summary>
    public TimeSpan SignInLinkLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After how many wrong passwords within <see cref="AttemptWindow"/> an account is locked.</summary>
    public int LockoutAttempts { get; init; } = 10;

    /// <summary>How long an account stays locked.</summary>
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The time over which failed sign-ins are counted.</summary>
    public TimeSpan AttemptWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many failed sign-ins one client may have within <see cref="AttemptWindow"/>.</summary>
    public int AttemptsPerClient { get; init; } = 30;

    /// <summary>How long a token that was looked up counts without being looked up again; what another server revokes ends here this late.</summary>
    public TimeSpan CallerFreshness { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many tokens are remembered at the same time.</summary>
    public int CallersRemembered { get; init; } = 20_000;

    // No member may print the password, records would.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("AdminEmail = ").Append(AdminEmail).Append(", SessionLifetime = ").Append(SessionLifetime);
        return true;
    }
}
