namespace Holdfast.Platform.People.Tokens;

/// <summary>A token that was made for a program, without its secret.</summary>
public sealed record AccessToken
{
    /// <summary>Its id; not a secret.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The org it belongs to.</summary>
    public required long OrgId { get; init; }

    /// <summary>Whose it is.</summary>
    public required string UserId { get; init; }

    /// <summary>What it is good for.</summary>
    public required TokenScopes Scopes { get; init; }

    /// <summary>The prefix of keys it is limited to; null is none.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to some minutes; null when it was not.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
