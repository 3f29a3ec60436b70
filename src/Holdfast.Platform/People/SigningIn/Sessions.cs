using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Objects;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.Tokens;

namespace Holdfast.Platform.People.SigningIn;

/// <summary>Begins sessions, inside a transaction of the caller's.</summary>
internal static class Sessions
{
    /// <summary>The session, or null for a user who belongs to no org (or not to the one asked for) and is no superuser.</summary>
    public static async Task<SignedIn?> BeginAsync(CatalogSession session, AccountRow account, long? wantedOrg, TimeSpan lifetime)
    {
        var user = (await AccountQueries.UserAsync(session, account.UserId))!;
        var place = user.Memberships.FirstOrDefault(m => wantedOrg is null || m.OrgId == wantedOrg);
        if (place is null && !user.Superuser)
        {
            return null;
        }

        var secret = Secrets.NewToken();
        TokenDigest.TryOfToken(secret, out var digest);
        var orgId = place?.OrgId ?? wantedOrg ?? KeyOrg.First;
        var expires = UnixTime.At((session.Now + lifetime).ToUnixTimeMilliseconds());
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO access_token (token_id, token_hash, kind, org_id, user_id, scopes, stamp, created_at, expires_at)
            VALUES (@id, @hash, 0, @orgId, @userId, @scopes, @stamp, @now, @expires)
            """,
            new
            {
                id = NewId.At(session.Now),
                hash = digest.ToString(),
                orgId,
                userId = account.UserId,
                scopes = (int)TokenScopes.All,
                stamp = account.SecurityStamp,
                now = session.Now.ToUnixTimeMilliseconds(),
                expires = expires.ToUnixTimeMilliseconds(),
            });
        await session.Connection.ExecuteAsync(
            "UPDATE account SET last_sign_in_at = @now WHERE user_id = @userId", new { now = session.Now.ToUnixTimeMilliseconds(), userId = account.UserId });
        return new SignedIn(user, orgId, user.Superuser ? OrgRole.Owner : place!.Role, secret, expires);
    }
}
