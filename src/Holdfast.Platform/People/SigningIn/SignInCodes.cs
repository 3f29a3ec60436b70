using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Platform.People.Tokens;

namespace Holdfast.Platform.People.SigningIn;

/// <summary>Codes of sign-in links: each is good for one session, once.</summary>
public sealed class SignInCodes
{
    private readonly ICatalog _catalog;
    private readonly PeopleSettings _settings;

    internal SignInCodes(ICatalog catalog, PeopleSettings settings)
    {
        _catalog = catalog;
        _settings = settings;
    }

    /// <summary>A new code for a user, or null when there is none of that id. Whoever has it can sign in: hand it over carefully.</summary>
    public Task<string?> CreateAsync(string userId, CancellationToken cancellationToken) => _catalog.WriteAsync(
        async session => await session.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM account WHERE user_id = @userId", new { userId }) == 0
            ? null
            : await InsertAsync(session, userId, _settings.Current.SignInLinkLifetime),
        cancellationToken);

    /// <summary>The path of the link that a code makes, below the server's address.</summary>
    public static string PathOf(string code) => "/sign-in?code=" + code;

    internal static async Task<string> InsertAsync(CatalogSession session, string userId, TimeSpan lifetime)
    {
        var code = Secrets.NewCode();
        TokenDigest.TryOf(code, out var digest);
        await session.Connection.ExecuteAsync(
            "INSERT INTO sign_in_code (code_hash, user_id, created_at, expires_at) VALUES (@hash, @userId, @now, @expires)",
            new
            {
                hash = digest.ToString(),
                userId,
                now = session.Now.ToUnixTimeMilliseconds(),
                expires = (session.Now + lifetime).ToUnixTimeMilliseconds(),
            });
        return code;
    }

    /// <summary>Takes a code out of the catalog; of two at the same time one gets its user.</summary>
    internal static async Task<string?> SpendAsync(CatalogSession session, TokenDigest digest) => await session.Connection.QuerySingleOrDefaultAsync<string?>(
        "DELETE FROM sign_in_code WHERE code_hash = @hash AND expires_at > @now RETURNING user_id",
        new { hash = digest.ToString(), now = session.Now.ToUnixTimeMilliseconds() });
}
