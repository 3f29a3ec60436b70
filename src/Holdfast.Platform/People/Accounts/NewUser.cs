namespace Holdfast.Platform.People.Accounts;

/// <summary>What an account is to be.</summary>
public sealed record NewUser
{
    /// <summary>The address it signs in with; nobody else's.</summary>
    public required string Email { get; init; }

    /// <summary>Its password, 8 to 1024 characters.</summary>
    public required string Password { get; init; }

    /// <summary>The org it joins.</summary>
    public required long OrgId { get; init; }

    /// <summary>What it may do there.</summary>
    public required OrgRole Role { get; init; }

    /// <summary>What to call the person.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it administers the platform.</summary>
    public bool Superuser { get; init; }

    /// <summary>Whether it is shown on the sign-in page where demo users are.</summary>
    public bool Demo { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(NewUser)} {Email}";
}
