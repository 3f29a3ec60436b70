namespace Holdfast.Server.Auth.Contracts;

internal sealed record LoginRequestJson(string? Email, string? Password, long? OrgId);

internal sealed record PasswordRequestJson(string? CurrentPassword, string? NewPassword);

internal sealed record SessionJson(string AccessToken, string TokenType, DateTime ExpiresAt, UserJson User);

internal sealed record CallerJson
{
    public required string Id { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public required bool Superuser { get; init; }

    public required long OrgId { get; init; }

    public required string Role { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public string? KeyPrefix { get; init; }

    public required string SignedInBy { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public required IReadOnlyList<MembershipJson> Orgs { get; init; }
}
