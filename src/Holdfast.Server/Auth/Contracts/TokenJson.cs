using Holdfast.Platform.People.Tokens;

namespace Holdfast.Server.Auth.Contracts;

internal sealed record TokenJson
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The secret: in the answer that makes the token, and never again.</summary>
    public string? Token { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public string? KeyPrefix { get; init; }

    public required long OrgId { get; init; }

    public required string UserId { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public DateTime? LastUsedAt { get; init; }

    public static TokenJson Of(AccessToken token, string? secret = null) => new()
    {
        Id = token.Id,
        Name = token.Name,
        Token = secret,
        Scopes = token.Scopes.ToWords(),
        KeyPrefix = token.KeyPrefix,
        OrgId = token.OrgId,
        UserId = token.UserId,
        CreatedAt = token.CreatedAt.UtcDateTime,
        ExpiresAt = token.ExpiresAt?.UtcDateTime,
        LastUsedAt = token.LastUsedAt?.UtcDateTime,
    };
}

internal sealed record TokenListJson(IReadOnlyList<TokenJson> Tokens, string? NextCursor);

internal sealed record NewTokenJson(string? Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt, long? ExpiresIn, string? KeyPrefix);
