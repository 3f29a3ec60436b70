using Dapper;
using Holdfast.Engine.Catalog;

namespace Holdfast.Platform.People.Tokens;

/// <summary>Reads from the catalog who stands behind a token now.</summary>
internal sealed class CallerReader(ICatalog catalog, TokenUsage usage, TimeProvider time)
{
    // A session whose stamp is not the account's any more, a member who is none any more and a token past its time are nobody.
    private const string Query =
        """
        SELECT t.token_id AS TokenId, t.kind AS Kind, t.org_id AS OrgId, t.scopes AS Scopes, t.key_prefix AS KeyPrefix,
               t.expires_at AS ExpiresAt, t.last_used_at AS LastUsedAt, a.user_id AS UserId, a.email AS Email, a.superuser AS Superuser, m.role AS Role
        FROM access_token t
        JOIN account a ON a.user_id = t.user_id
        LEFT JOIN member m ON m.org_id = t.org_id AND m.user_id = t.user_id
        WHERE t.token_hash = @hash AND (t.kind <> 0 OR t.stamp = a.security_stamp) AND (m.role IS NOT NULL OR a.superuser = 1)
        """;

    /// <summary>The caller, or null when the token is unknown, revoked, expired or its user gone.</summary>
    public async Task<Caller?> ReadAsync(TokenDigest digest, CancellationToken cancellationToken)
    {
        var row = await catalog.ReadAsync(session => session.Connection.QuerySingleOrDefaultAsync<Row>(Query, new { hash = digest.ToString() }), cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (row is null || row.ExpiresAt <= now)
        {
            return null;
        }

        usage.Note(row.TokenId, row.LastUsedAt, now);
        return ToCaller(row);
    }

    private static Caller ToCaller(Row row)
    {
        var role = row.Superuser != 0 ? OrgRole.Owner : OrgRoleText.Read(row.Role);
        var scopes = Allowed((TokenScopes)row.Scopes, role, row.Superuser != 0);
        return new Caller
        {
            UserId = row.UserId,
            Email = row.Email,
            TokenId = row.TokenId,
            Kind = row.Kind == 0 ? CredentialKind.Session : CredentialKind.Token,
            OrgId = row.OrgId,
            Role = role,
            Superuser = scopes.HasFlag(TokenScopes.Admin),
            Scopes = scopes,
            KeyPrefix = row.KeyPrefix,
            ExpiresAt = row.ExpiresAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        };
    }

    /// <summary>What a role lets a token do.</summary>
    internal static TokenScopes Allowed(TokenScopes scopes, OrgRole role, bool superuser)
    {
        var most = TokenScopes.Read
            | (role is OrgRole.Editor or OrgRole.Owner ? TokenScopes.Write : TokenScopes.None)
            | (superuser ? TokenScopes.All : TokenScopes.None);
        return scopes & most;
    }

    private sealed class Row
    {
        public string TokenId { get; init; } = string.Empty;


        public int Kind { get; init; }

        public long OrgId { get; init; }

        public int Scopes { get; init; }

        public string? KeyPrefix { get; init; }

        public long? ExpiresAt { get; init; }

        public long? LastUsedAt { get; init; }

        public string UserId { get; init; } = string.Empty;

        public string Email { get; init; } = string.Empty;

        public int Superuser { get; init; }

        public string? Role { get; init; }
    }
}
