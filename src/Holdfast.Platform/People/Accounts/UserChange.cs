namespace Holdfast.Platform.People.Accounts;

/// <summary>What is to change about an account; what is null stays.</summary>
public sealed record UserChange
{
    /// <summary>The address it signs in with.</summary>
    public string? Email { get; init; }

    /// <summary>A new password: ends every session and unlocks the account.</summary>
    public string? Password { get; init; }

    /// <summary>What to call the person; empty for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>The org that <see cref="Role"/> is about; null is the user's only one.</summary>
    public long? OrgId { get; init; }

    /// <summary>The role there; makes the user a member where it is none.</summary>
    public OrgRole? Role { get; init; }

    /// <summary>Whether it administers the platform.</summary>
    public bool? Superuser { get; init; }

    /// <summary>Whether it is shown on the sign-in page where demo users are.</summary>
    public bool? Demo { get; init; }

    /// <summary>Ends a lock after wrong passwords.</summary>
    public bool Unlock { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => nameof(UserChange);
}
