using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;

namespace Holdfast.Server.Auth.Contracts;

internal sealed record MembershipJson(long Id, string Name, string Role)
{
    public static IReadOnlyList<MembershipJson> Of(User user) => [.. user.Memberships.Select(m => new MembershipJson(m.OrgId, m.OrgName, m.Role.ToText()))];
}

internal sealed record UserJson
{
    public required string Id { get; init; }

    public required string Email { get; init; }

    public string? Name { get; init; }

    public required bool Superuser { get; init; }

    public required bool Demo { get; init; }

    public long? OrgId { get; init; }

    public string? Role { get; init; }

    public required IReadOnlyList<MembershipJson> Orgs { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? LastSignInAt { get; init; }

    public DateTime? LockedUntil { get; init; }

    public static UserJson Of(User user)
    {
        var home = user.Memberships is [var first, ..] ? first : null;
        return new UserJson
        {
            Id = user.Id,
            Email = user.Email,
            Name = user.Name,
            Superuser = user.Superuser,
            Demo = user.Demo,
            OrgId = home?.OrgId,
            Role = home?.Role.ToText(),
            Orgs = MembershipJson.Of(user),
            CreatedAt = user.CreatedAt.UtcDateTime,
            LastSignInAt = user.LastSignInAt?.UtcDateTime,
            LockedUntil = user.LockedUntil?.UtcDateTime,
        };
    }
}

internal sealed record UserListJson(IReadOnlyList<UserJson> Users, string? NextCursor);

internal sealed record NewUserJson(string? Email, string? Password, long? OrgId, string? Role, string? Name, bool? Superuser, bool? Demo);

internal sealed record UserChangeJson(string? Email, string? Password, string? Name, long? OrgId, string? Role, bool? Superuser, bool? Demo, bool? Unlock);

internal sealed record DemoUserJson(string? Name, string Email, string? Role);

internal sealed record DemoUsersJson(IReadOnlyList<DemoUserJson> Users);
