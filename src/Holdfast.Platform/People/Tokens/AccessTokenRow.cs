namespace Holdfast.Platform.People.Tokens;

internal sealed class AccessTokenRow
{
    public const string Columns =
        "token_id AS TokenId, name AS Name, org_id AS OrgId, user_id AS UserId, scopes AS Scopes, key_prefix AS KeyPrefix, created_at AS CreatedAt, expires_at AS ExpiresAt, last_used_at AS LastUsedAt";

    public string TokenId { get; init; } = string.Empty;

    public string? Name { get; init; }

    public long OrgId { get; init; }

    public string UserId { get; init; } = string.Empty;

    public int Scopes { get; init; }

    public string? KeyPrefix { get; init; }

    public long CreatedAt { get; init; }

    public long? ExpiresAt { get; init; }

    public long? LastUsedAt { get; init; }

    public AccessToken ToToken() => new()
    {
        Id = TokenId,
        Name = Name ?? string.Empty,
        OrgId = OrgId,
        UserId = UserId,
        Scopes = (TokenScopes)Scopes,
        KeyPrefix = KeyPrefix,
        CreatedAt = UnixTime.At(CreatedAt),
        ExpiresAt = UnixTime.At(ExpiresAt),
        LastUsedAt = UnixTime.At(LastUsedAt),
    };
}
