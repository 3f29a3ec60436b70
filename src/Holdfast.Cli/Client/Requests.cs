using System.Text.Json.Serialization;

namespace Holdfast.Cli.Client;

/// <summary>The body of <c>POST /api/files/delete</c>.</summary>
internal sealed record DeleteRequest(IReadOnlyList<string> Keys);

/// <summary>The body of <c>POST /api/files/copy</c> and <c>/move</c>.</summary>
internal sealed record TransferRequest(string From, string To, bool Overwrite);

/// <summary>The body of <c>POST /api/admin/storage/verify</c>.</summary>
internal sealed record VerifyRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool Deep,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool Repair,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool CleanUpOrphans,
    double? OrphanAgeHours,
    string? Prefix);

/// <summary>The body of <c>POST /api/users</c>.</summary>
internal sealed record NewUserRequest(string Email, string Password, long? OrgId, string? Role, bool? Superuser);

/// <summary>The body of <c>PATCH /api/users/{id}</c> that sets a password.</summary>
internal sealed record PasswordRequest(string Password);

/// <summary>The body of <c>POST /api/tokens</c>.</summary>
internal sealed record NewTokenRequest(string Name, IReadOnlyList<string> Scopes, string? KeyPrefix, long? ExpiresIn);
