namespace Holdfast.Platform.People.Accounts;

internal sealed class AccountRow
{
    public const string Columns =
        """
        a.user_id AS UserId, a.email AS Email, a.name AS Name, a.password_hash AS PasswordHash, a.security_stamp AS SecurityStamp, a.superuser AS Superuser,
        a.demo AS Demo, a.locked_until AS LockedUntil, a.last_sign_in_at AS LastSignInAt, a.created_at AS CreatedAt
        """;

    public string UserId { get; init; } = string.Empty;

    public string Email { get; init; } = string.Empty;

    public string? Name { get; init; }

    public string PasswordHash { get; init; } = string.Empty;

    public string SecurityStamp { get; init; } = string.Empty;

    public int Superuser { get; init; }

    public int Demo { get; init; }

    public long? LockedUntil { get; init; }

    public long? LastSignInAt { get; init; }

    public long CreatedAt { get; init; }

    public User ToUser(IEnumerable<Membership> memberships, long now) => new()
    {
        Id = UserId,
        Email = Email,
        Name = Name,
        Superuser = Superuser != 0,
        Demo = Demo != 0,
        CreatedAt = UnixTime.At(CreatedAt),
        LastSignInAt = UnixTime.At(LastSignInAt),
        LockedUntil = LockedUntil > now ? UnixTime.At(LockedUntil) : null,
        Memberships = [.. memberships],
    };
}
