using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;

namespace Holdfast.Platform.People.Tokens;

/// <summary>The tokens that people make for their programs. Every call is about the caller's own, in the caller's org; others' do not exist.</summary>
public sealed class AccessTokens
{
    private const int MostName = 100;
    private const int MostPrefix = 1024;
    private const int MostPerUser = 1000;

    private readonly ICatalog _catalog;
    private readonly PeopleChanges _changes;

    internal AccessTokens(ICatalog catalog, PeopleChanges changes)
    {
        _catalog = catalog;
        _changes = changes;
    }

    /// <summary>
    /// Makes a token that is durable when this returns. InvalidArgument for a bad name, no scope or a time that is over; <see cref="AccessDeniedException"/>
    /// when it would be good for more than its maker; Conflict when the user has a thousand.
    /// </summary>
    /// <remarks>The local machine has no account; its tokens belong to the first superuser.</remarks>
    public async Task<MadeAccessToken> CreateAsync(Caller caller, NewAccessToken wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(wanted);
        var (name, prefix) = Check(caller, wanted);
        var secret = Secrets.NewToken();
        TokenDigest.TryOfToken(secret, out var digest);
        var token = await _catalog.WriteAsync(
            async session =>
            {
                if (wanted.ExpiresAt <= session.Now)
                {
                    throw StorageErrors.InvalidArgument("expires_at lies in the past.");
                }

                var owner = await OwnerAsync(session, caller);
                if (await session.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM access_token WHERE user_id = @owner AND kind = 1", new { owner }) >= MostPerUser)
                {
                    throw StorageErrors.Conflict($"An account has at most {MostPerUser} tokens; revoke some.");
                }

                var row = new
                {
                    id = NewId.At(session.Now),
                    hash = digest.ToString(),
                    org = caller.OrgId,
                    owner,
                    name,
                    scopes = (int)wanted.Scopes,
                    prefix,
                    now = session.Now.ToUnixTimeMilliseconds(),
                    expires = wanted.ExpiresAt?.ToUnixTimeMilliseconds(),
                };
                await session.Connection.ExecuteAsync(
                    """
                    INSERT INTO access_token (token_id, token_hash, kind, org_id, user_id, name, scopes, key_prefix, created_at, expires_at)
                    VALUES (@id, @hash, 1, @org, @owner, @name, @scopes, @prefix, @now, @expires)
                    """,
                    row);
                var made = await session.Connection.QuerySingleAsync<AccessTokenRow>($"SELECT {AccessTokenRow.Columns} FROM access_token WHERE token_id = @id", new { row.id });
                return made.ToToken();
            },
            cancellationToken);
        return new MadeAccessToken(token, secret);
    }

    /// <summary>The caller's tokens, oldest first.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="limit">The most in one part, 1 to 1000.</param>
    /// <param name="after">Where the part before ended; null begins.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    public Task<Page<AccessToken>> ListAsync(Caller caller, int limit, string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return _catalog.ReadAsync(
            async session =>
            {
                var rows = await session.Connection.QueryAsync<AccessTokenRow>(
                    $"SELECT {AccessTokenRow.Columns} FROM access_token WHERE user_id = @owner AND org_id = @org AND kind = 1 AND token_id > @after ORDER BY token_id LIMIT @most",
                    new { owner = await OwnerAsync(session, caller), org = caller.OrgId, after = after ?? string.Empty, most = limit + 1 });
                var items = rows.Select(row => row.ToToken()).ToList();
                return items.Count <= limit ? new Page<AccessToken>(items, null) : new Page<AccessToken>(items[..limit], items[limit - 1].Id);
            },
            cancellationToken);
    }

    /// <summary>Revokes one of the caller's tokens at once. False when there is none of that id.</summary>
    public async Task<bool> RevokeAsync(Caller caller, string tokenId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(tokenId);
        try
        {
            return await _catalog.WriteAsync(
                async session => await session.Connection.ExecuteAsync(
                    "DELETE FROM access_token WHERE token_id = @tokenId AND user_id = @owner AND org_id = @org AND kind = 1",
                    new { tokenId, owner = await OwnerAsync(session, caller), org = caller.OrgId }) > 0,
                cancellationToken);
        }
        finally
        {
            // Also when nobody knows whether the commit happened.
            _changes.Announce();
        }
    }

    private static (string Name, string? Prefix) Check(Caller caller, NewAccessToken wanted)
    {
        var name = wanted.Name.Trim();
        if (name.Length is 0 or > MostName || name.Any(char.IsControl))
        {
            throw StorageErrors.InvalidArgument($"name has 1 to {MostName} characters.");
        }

        if (wanted.Scopes is TokenScopes.None)
        {
            throw StorageErrors.InvalidArgument("scopes names at least one of read, write, admin.");
        }

        var prefix = wanted.KeyPrefix is { Length: > 0 } text ? text : caller.KeyPrefix;
        if (prefix is { Length: > MostPrefix } || prefix?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw StorageErrors.InvalidArgument($"key_prefix has at most {MostPrefix} characters and no NUL.");
        }

        // A superuser's requests see every org: a prefix would not hold them.
        if (prefix is not null && wanted.Scopes.HasFlag(TokenScopes.Admin))
        {
            throw StorageErrors.InvalidArgument("A token with the scope admin cannot be limited to a key_prefix.");
        }

        var beyondPrefix = caller.KeyPrefix is { } own && !prefix!.StartsWith(own, StringComparison.Ordinal);
        if ((wanted.Scopes & ~caller.Scopes) is not TokenScopes.None || beyondPrefix || !caller.MayManageAccount)
        {
            throw new AccessDeniedException("A token cannot be good for more than the one who makes it.");
        }

        return (name, prefix);
    }

    private static async Task<string> OwnerAsync(CatalogSession session, Caller caller)
    {
        if (caller.Kind is not CredentialKind.LocalTrust)
        {
            return caller.UserId;
        }

        return await session.Connection.QuerySingleOrDefaultAsync<string?>("SELECT MIN(user_id) FROM account WHERE superuser = 1")
            ?? throw StorageErrors.Conflict("There is no superuser yet.");
    }
}
