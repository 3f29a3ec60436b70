namespace Holdfast.Platform.People.Tokens;

/// <summary>Who stands behind a request and what they may do, as it is at this moment.</summary>
public sealed record Caller
{
    /// <summary>The id that <see cref="CredentialKind.LocalTrust"/> callers have instead of a user's.</summary>
    public const string LocalUserId = "local";

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's address; null for the local machine.</summary>
    public string? Email { get; init; }

    /// <summary>The id of the token or session; not a secret.</summary>
    public required string TokenId { get; init; }

    /// <summary>How the caller came to be trusted.</summary>
    public required CredentialKind Kind { get; init; }

    /// <summary>The org that the token belongs to.</summary>
    public required long OrgId { get; init; }

    /// <summary>The user's role in that org.</summary>
    public required OrgRole Role { get; init; }

    /// <summary>Whether the user is a superuser and the token has the scope <c>admin</c>. A superuser's lesser token is nobody's superuser.</summary>
    public required bool Superuser { get; init; }

    /// <summary>What the token allows and the role does not forbid.</summary>
    public required TokenScopes Scopes { get; init; }

    /// <summary>The prefix of keys that the token is limited to; null is none.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>When the token ends; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether the caller may change what is about the account itself: make tokens, change the password. Tokens of programs may not, except a superuser's unlimited one, so that a leaked token cannot make itself another.</summary>
    public bool MayManageAccount => Kind is not CredentialKind.Token || (Superuser && KeyPrefix is null);
}
