using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Objects;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.SigningIn;

namespace Holdfast.Platform.People;

/// <summary>Makes the first org and the first superuser where there is nobody yet.</summary>
public sealed class FirstStart
{
    private const string DefaultEmail = "admin@localhost";
    private const string DefaultOrg = "Default";

    private readonly ICatalog _catalog;
    private readonly Passwords _passwords;
    private readonly PeopleSettings _settings;

    internal FirstStart(ICatalog catalog, Passwords passwords, PeopleSettings settings)
    {
        _catalog = catalog;
        _passwords = passwords;
        _settings = settings;
    }

    /// <summary>
    /// The superuser that this call made, durable, for the program to print once; null when there are accounts already. Of several servers that
    /// start at the same time one makes it. InvalidArgument when ADMIN_EMAIL is no address; ADMIN_PASSWORD may be any text, it is the operator's choice.
    /// </summary>
    public async Task<FirstStartResult?> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await _catalog.ReadAsync(AnybodyAsync, cancellationToken))
        {
            return null;
        }

        var options = _settings.Current;
        var email = EmailAddress.Check(options.AdminEmail is { Length: > 0 } given ? given : DefaultEmail);
        var made = options.AdminPassword is { Length: > 0 } ? null : Secrets.NewPassword();
        var password = made ?? options.AdminPassword!;
        var hash = await _passwords.HashAsync(password, cancellationToken);
        return await _catalog.WriteAsync(
            async session =>
            {
                await PeopleGate.EnterAsync(session);
                if (await AnybodyAsync(session))
                {
                    return null;
                }

                await EnsureOrgAsync(session);
                var user = new NewUser { Email = email, Password = string.Empty, OrgId = KeyOrg.First, Role = OrgRole.Owner, Superuser = true };
                var userId = await AccountStatements.InsertAsync(session, user, hash);
                var code = await SignInCodes.InsertAsync(session, userId, options.SignInLinkLifetime);
                return new FirstStartResult(email, made, SignInCodes.PathOf(code), session.Now + options.SignInLinkLifetime);
            },
            cancellationToken);
    }

    private static async Task<bool> AnybodyAsync(CatalogSession session) =>
        await session.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM (SELECT 1 FROM account LIMIT 1) AS anybody") > 0;

    private static async Task EnsureOrgAsync(CatalogSession session)
    {
        if (await session.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM org") == 0)
        {
            await OrgStatements.InsertAsync(session, DefaultOrg);
        }
    }
}
