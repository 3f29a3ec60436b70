using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;

namespace Holdfast.Platform.People.Accounts;

/// <summary>Writes accounts, inside a transaction of the caller's.</summary>
internal static class AccountStatements
{
    /// <summary>Makes an account and its membership. Conflict when the address is taken, NotFound when there is no such org.</summary>
    public static async Task<string> InsertAsync(CatalogSession session, NewUser user, string passwordHash)
    {
        var now = session.Now.ToUnixTimeMilliseconds();
        var row = new
        {
            id = NewId.At(session.Now),
            email = user.Email,
            folded = EmailAddress.Fold(user.Email),
            name = Named(user.Name),
            passwordHash,
            stamp = Secrets.NewStamp(),
            superuser = user.Superuser ? 1 : 0,
            demo = user.Demo ? 1 : 0,
            now,
        };
        var inserted = await session.Connection.ExecuteAsync(
            """
            INSERT INTO account (user_id, email, email_folded, name, password_hash, security_stamp, superuser, demo, created_at, updated_at)
            VALUES (@id, @email, @folded, @name, @passwordHash, @stamp, @superuser, @demo, @now, @now)
            ON CONFLICT (email_folded) DO NOTHING
            """,
            row);
        if (inserted == 0)
        {
            throw StorageErrors.Conflict("An account with this email exists already.");
        }

        await SetRoleAsync(session, row.id, user.OrgId, user.Role);
        return row.id;
    }

    /// <summary>Makes the user a member or changes the role. NotFound when there is no such org.</summary>
    public static async Task SetRoleAsync(CatalogSession session, string userId, long orgId, OrgRole role)
    {
        var set = await session.Connection.ExecuteAsync(
            """
            INSERT INTO member (org_id, user_id, role, created_at)
            SELECT org_id, @userId, @role, @now FROM org WHERE org_id = @orgId
            ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role
            """,
            new { orgId, userId, role = role.ToText(), now = session.Now.ToUnixTimeMilliseconds() });
        if (set == 0)
        {
            throw StorageErrors.NotFound("There is no such org.");
        }
    }

    /// <summary>Sets a password: a new stamp, no session left, unlocked.</summary>
    public static async Task SetPasswordAsync(CatalogSession session, string userId, string passwordHash)
    {
        await session.Connection.ExecuteAsync(
            """
            UPDATE account SET password_hash = @passwordHash, security_stamp = @stamp, updated_at = @now,
                failed_count = 0, failed_since = NULL, locked_until = NULL WHERE user_id = @userId
            """,
            new { userId, passwordHash, stamp = Secrets.NewStamp(), now = session.Now.ToUnixTimeMilliseconds() });
        await session.Connection.ExecuteAsync("DELETE FROM access_token WHERE user_id = @userId AND kind = 0", new { userId });
        await session.Connection.ExecuteAsync("DELETE FROM sign_in_code WHERE user_id = @userId", new { userId });
    }

    /// <summary>Conflict when the account is the only superuser. The gate must be entered.</summary>
    public static async Task DemandAnotherSuperuserAsync(CatalogSession session, string userId)
    {
        var others = await session.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM account WHERE superuser = 1 AND user_id <> @userId", new { userId });
        if (others == 0)
        {
            throw StorageErrors.Conflict("This is the only superuser; make another one first.");
        }
    }

    /// <summary>A name as it is kept. InvalidArgument when it is too long or holds control characters.</summary>
    public static string? Named(string? name)
    {
        var text = name?.Trim();
        if (text is { Length: > 200 } || text?.Any(char.IsControl) == true)
        {
            throw StorageErrors.InvalidArgument("name has at most 200 characters.");
        }

        return text is { Length: > 0 } ? text : null;
    }
}
