using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Holdfast.Platform.People.SigningIn;

/// <summary>Signing in and out. Sessions are durable when they are answered and end with their account's password.</summary>
public sealed class SignIn
{
    private readonly ICatalog _catalog;
    private readonly Passwords _passwords;
    private readonly SignInGate _gate;
    private readonly PeopleChanges _changes;
    private readonly PeopleSettings _settings;

    internal SignIn(ICatalog catalog, Passwords passwords, SignInGate gate, PeopleChanges changes, PeopleSettings settings)
    {
        _catalog = catalog;
        _passwords = passwords;
        _gate = gate;
        _changes = changes;
        _settings = settings;
    }

    /// <summary>
    /// Begins a session. Null when there is no such account, the password is wrong, the account is locked or belongs to no org: which of them is
    /// not told, and takes the same work. <see cref="TooManyAttemptsException"/> before anything is looked at.
    /// </summary>
    /// <param name="email">The account's address, in any case.</param>
    /// <param name="password">Its password.</param>
    /// <param name="client">Where the attempt comes from, such as an address; failures are counted by it.</param>
    /// <param name="orgId">The org to be in; null is the one the user joined first.</param>
    /// <param name="cancellationToken">Stops before the session is written.</param>
    public async Task<SignedIn?> WithPasswordAsync(string email, string password, string client, long? orgId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        var options = _settings.Current;
        var folded = EmailAddress.Fold(email);
        _gate.Enter(client, folded);
        var (account, rehashed) = await CheckAsync(client, folded, password, cancellationToken);
        var signedIn = await _catalog.WriteAsync(
            async session =>
            {
                if (account is null || !await Lockout.SucceededAsync(session, account.UserId, account.SecurityStamp))
                {
                    await Lockout.FailedAsync(session, folded, options);
                    return null;
                }

                if (rehashed is not null)
                {
                    await session.Connection.ExecuteAsync("UPDATE account SET password_hash = @rehashed WHERE user_id = @id", new { rehashed, id = account.UserId });
                }

                return await Sessions.BeginAsync(session, account, orgId, options.SessionLifetime);
            },
            cancellationToken);
        if (signedIn is not null)
        {
            _gate.Succeeded(client, folded);
        }

        return signedIn;
    }

    /// <summary>Begins a session by a sign-in link's code, which is spent by it. Null when it is unknown, spent, over, or its user gone.</summary>
    public Task<SignedIn?> WithCodeAsync(string code, CancellationToken cancellationToken)
    {
        if (!TokenDigest.TryOf(code, out var digest))
        {
            return Task.FromResult<SignedIn?>(null);
        }

        var lifetime = _settings.Current.SessionLifetime;
        return _catalog.WriteAsync(
            async session =>
            {
                var userId = await SignInCodes.SpendAsync(session, digest);
                var account = userId is null ? null : await AccountQueries.ByIdAsync(session, userId);
                return account is null ? null : await Sessions.BeginAsync(session, account, null, lifetime);
            },
            cancellationToken);
    }

    /// <summary>
    /// Changes the caller's password, ends all of the user's sessions and begins a new one. Null when the present password is wrong;
    /// InvalidArgument when the new one will not do. Tokens of programs stay.
    /// </summary>
    public async Task<SignedIn?> ChangePasswordAsync(Caller caller, string current, string wanted, string client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        PasswordRules.Check(wanted, "new_password");
        if (caller.Kind is not CredentialKind.Session)
        {
            throw new AccessDeniedException("The password is changed by its owner, signed in with it.");
        }

        var folded = EmailAddress.Fold(caller.Email);
        _gate.Enter(client, folded);
        var (account, _) = await CheckAsync(client, folded, current, cancellationToken);
        var hash = account?.UserId == caller.UserId ? await _passwords.HashAsync(wanted, cancellationToken) : null;
        var options = _settings.Current;
        try
        {
            var signedIn = await _catalog.WriteAsync(
                async session =>
                {
                    if (hash is null || !await Lockout.SucceededAsync(session, account!.UserId, account.SecurityStamp))
                    {
                        await Lockout.FailedAsync(session, folded, options);
                        return null;
                    }

                    await AccountStatements.SetPasswordAsync(session, account.UserId, hash);
                    var renewed = await AccountQueries.ByIdAsync(session, account.UserId);
                    return await Sessions.BeginAsync(session, renewed!, caller.OrgId, options.SessionLifetime);
                },
                cancellationToken);
            if (signedIn is not null)
            {
                _gate.Succeeded(client, folded);
            }

            return signedIn;
        }
        finally
        {
            _changes.Announce();
        }
    }

    /// <summary>Ends the caller's session at once. Does nothing for a token of a program: that is revoked, not signed out.</summary>
    public async Task OutAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Kind is not CredentialKind.Session)
        {
            return;
        }

        try
        {
            await _catalog.WriteAsync(
                session => session.Connection.ExecuteAsync("DELETE FROM access_token WHERE token_id = @id AND kind = 0", new { id = caller.TokenId }), cancellationToken);
        }
        finally
        {
            _changes.Announce();
        }
    }

    /// <summary>One read and one hash, whoever asks. The account is null when the password is not its own.</summary>
    private async Task<(AccountRow? Account, string? Rehashed)> CheckAsync(string client, string folded, string password, CancellationToken cancellationToken)
    {
        try
        {
            var account = await _catalog.ReadAsync(session => AccountQueries.ByEmailAsync(session, folded), cancellationToken);
            var result = await _passwords.VerifyAsync(account?.PasswordHash, password, cancellationToken);
            var rehashed = result is PasswordVerificationResult.SuccessRehashNeeded ? await _passwords.HashAsync(password, cancellationToken) : null;
            return result is PasswordVerificationResult.Failed ? (null, null) : (account, rehashed);
        }
        catch
        {
            // Nothing was learnt about the password: the attempt counts for nothing.
            _gate.Abandoned(client, folded);
            throw;
        }
    }
}
