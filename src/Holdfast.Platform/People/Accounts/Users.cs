using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;
using Holdfast.Platform.People.SigningIn;

namespace Holdfast.Platform.People.Accounts;

/// <summary>Accounts, for superusers. What takes rights away counts at once in this process.</summary>
public sealed class Users
{
    private readonly ICatalog _catalog;
    private readonly Passwords _passwords;
    private readonly PeopleChanges _changes;
    private readonly SignInGate _gate;

    internal Users(ICatalog catalog, Passwords passwords, PeopleChanges changes, SignInGate gate)
    {
        _catalog = catalog;
        _passwords = passwords;
        _changes = changes;
        _gate = gate;
    }

    /// <summary>Makes an account. InvalidArgument for a bad address or password, Conflict when the address is taken, NotFound when there is no such org.</summary>
    public async Task<User> CreateAsync(NewUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var clean = user with { Email = EmailAddress.Check(user.Email) };
        var hash = await _passwords.HashAsync(PasswordRules.Check(user.Password), cancellationToken);
        return await _catalog.WriteAsync(
            async session => (await AccountQueries.UserAsync(session, await AccountStatements.InsertAsync(session, clean, hash)))!, cancellationToken);
    }

    /// <summary>An account, or null.</summary>
    public Task<User?> FindAsync(string userId, CancellationToken cancellationToken) =>
        _catalog.ReadAsync(session => AccountQueries.UserAsync(session, userId), cancellationToken);

    /// <summary>Accounts, oldest first.</summary>
    /// <param name="orgId">Only members of this org; null is all.</param>
    /// <param name="limit">The most in one part, 1 to 1000.</param>
    /// <param name="after">Where the part before ended; null begins.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    public Task<Page<User>> ListAsync(long? orgId, int limit, string? after, CancellationToken cancellationToken) => _catalog.ReadAsync(
        async session =>
        {
            var within = orgId is null ? string.Empty : "AND EXISTS (SELECT 1 FROM member m WHERE m.user_id = a.user_id AND m.org_id = @orgId)";
            var users = await AccountQueries.UsersAsync(
                session,
                $"a.user_id > @after {within} ORDER BY a.user_id LIMIT @most",
                new { orgId = orgId ?? 0, after = after ?? string.Empty, most = limit + 1 });
            return users.Count <= limit ? new Page<User>(users, null) : new Page<User>([.. users.Take(limit)], users[limit - 1].Id);
        },
        cancellationToken);

    /// <summary>The accounts that are marked as demo, at most a hundred. Ask <see cref="PeopleOptions.DemoUsers"/> before showing them to anybody.</summary>
    public Task<IReadOnlyList<User>> DemoAsync(CancellationToken cancellationToken) =>
        _catalog.ReadAsync(session => AccountQueries.UsersAsync(session, "a.demo = 1 ORDER BY a.user_id LIMIT 100", new { }), cancellationToken);

    /// <summary>
    /// Changes an account, all or nothing, and answers it; null when there is none. InvalidArgument and NotFound as for making one, Conflict when
    /// the address is taken or the last superuser would be none any more.
    /// </summary>
    public async Task<User?> ChangeAsync(string userId, UserChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var clean = change.Email is null ? change : change with { Email = EmailAddress.Check(change.Email) };
        var hash = change.Password is null ? null : await _passwords.HashAsync(PasswordRules.Check(change.Password), cancellationToken);
        try
        {
            var user = await _catalog.WriteAsync(session => ChangeAsync(session, userId, clean, hash), cancellationToken);
            if (user is not null && (hash is not null || change.Unlock))
            {
                _gate.ForgetAccount(EmailAddress.Fold(user.Email));
            }

            return user;
        }
        finally
        {
            _changes.Announce();
        }
    }

    /// <summary>Removes an account with its memberships, sessions and tokens. False when there is none; Conflict when it is the only superuser.</summary>
    public async Task<bool> DeleteAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await _catalog.WriteAsync(session => DeleteAsync(session, userId), cancellationToken);
        }
        finally
        {
            _changes.Announce();
        }
    }

    private static async Task<User?> ChangeAsync(CatalogSession session, string userId, UserChange change, string? hash)
    {
        await PeopleGate.EnterAsync(session);
        if (await AccountQueries.UserAsync(session, userId) is not { } user)
        {
            return null;
        }

        if (user.Superuser && change.Superuser is false)
        {
            await AccountStatements.DemandAnotherSuperuserAsync(session, userId);
        }

        var folded = EmailAddress.Fold(change.Email ?? user.Email);
        if (await AccountQueries.ByEmailAsync(session, folded) is { } other && other.UserId != userId)
        {
            throw StorageErrors.Conflict("An account with this email exists already.");
        }

        await session.Connection.ExecuteAsync(
            "UPDATE account SET email = @email, email_folded = @folded, name = @name, superuser = @superuser, demo = @demo, updated_at = @now WHERE user_id = @userId",
            new
            {
                userId,
                email = change.Email ?? user.Email,
                folded,
                name = AccountStatements.Named(change.Name ?? user.Name),
                superuser = (change.Superuser ?? user.Superuser) ? 1 : 0,
                demo = (change.Demo ?? user.Demo) ? 1 : 0,
                now = session.Now.ToUnixTimeMilliseconds(),
            });
        if (hash is not null)
        {
            await AccountStatements.SetPasswordAsync(session, userId, hash);
        }

        if (change.Unlock)
        {
            await session.Connection.ExecuteAsync("UPDATE account SET failed_count = 0, failed_since = NULL, locked_until = NULL WHERE user_id = @userId", new { userId });
        }

        if (change.Role is { } role)
        {
            await AccountStatements.SetRoleAsync(session, userId, OrgOf(user, change), role);
        }

        return await AccountQueries.UserAsync(session, userId);
    }

    private static long OrgOf(User user, UserChange change) => change.OrgId ?? user.Memberships switch
    {
        [var only] => only.OrgId,
        _ => throw StorageErrors.InvalidArgument("org_id says which org the role is in."),
    };

    private static async Task<bool> DeleteAsync(CatalogSession session, string userId)
    {
        await PeopleGate.EnterAsync(session);
        if (await AccountQueries.ByIdAsync(session, userId) is not { } row)
        {
            return false;
        }

        if (row.Superuser != 0)
        {
            await AccountStatements.DemandAnotherSuperuserAsync(session, userId);
        }

        await session.Connection.ExecuteAsync("DELETE FROM access_token WHERE user_id = @userId", new { userId });
        await session.Connection.ExecuteAsync("DELETE FROM sign_in_code WHERE user_id = @userId", new { userId });
        await session.Connection.ExecuteAsync("DELETE FROM member WHERE user_id = @userId", new { userId });
        await session.Connection.ExecuteAsync("DELETE FROM account WHERE user_id = @userId", new { userId });
        return true;
    }
}
