namespace Holdfast.Platform.People.Accounts;

/// <summary>An account, without its secrets.</summary>
public sealed record User
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The address it signs in with.</summary>
    public required string Email { get; init; }

    /// <summary>What to call the person; null when nobody said.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it administers the platform.</summary>
    public required bool Superuser { get; init; }

    /// <summary>Whether it is shown on the sign-in page where demo users are.</summary>
    public required bool Demo { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When somebody last signed in with it; null when nobody did.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>Until when sign-ins with a password are refused; null when they are not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The orgs it belongs to, the one it joined first in front: that is where a sign-in leads.</summary>
    public required IReadOnlyList<Membership> Memberships { get; init; }
}
