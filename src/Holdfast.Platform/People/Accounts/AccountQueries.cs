using Dapper;
using Holdfast.Engine.Catalog;

namespace Holdfast.Platform.People.Accounts;

/// <summary>Reads accounts with their memberships.</summary>
internal static class AccountQueries
{
    public static async Task<AccountRow?> ByEmailAsync(CatalogSession session, string folded) =>
        await session.Connection.QuerySingleOrDefaultAsync<AccountRow>($"SELECT {AccountRow.Columns} FROM account a WHERE a.email_folded = @folded", new { folded });

    public static async Task<AccountRow?> ByIdAsync(CatalogSession session, string userId) =>
        await session.Connection.QuerySingleOrDefaultAsync<AccountRow>($"SELECT {AccountRow.Columns} FROM account a WHERE a.user_id = @userId", new { userId });

    public static async Task<User?> UserAsync(CatalogSession session, string userId) =>
        await UsersAsync(session, "a.user_id = @userId", new { userId }) is [var user] ? user : null;

    /// <summary>The users that a condition on <c>account a</c> selects, in its order. Their orgs come by the same condition: databases disagree about lists as parameters.</summary>
    public static async Task<IReadOnlyList<User>> UsersAsync(CatalogSession session, string condition, object parameters)
    {
        var rows = await session.Connection.QueryAsync<AccountRow>($"SELECT {AccountRow.Columns} FROM account a WHERE {condition}", parameters);
        var members = await session.Connection.QueryAsync<MemberRow>(
            $"""
            SELECT m.user_id AS UserId, m.org_id AS OrgId, m.role AS Role, o.name AS OrgName
            FROM member m JOIN org o ON o.org_id = m.org_id
            WHERE m.user_id IN (SELECT a.user_id FROM account a WHERE {condition}) ORDER BY m.created_at, m.org_id
            """,
            parameters);
        var byUser = members.ToLookup(m => m.UserId, m => new Membership(m.OrgId, m.OrgName, OrgRoleText.Read(m.Role)), StringComparer.Ordinal);
        var now = session.Now.ToUnixTimeMilliseconds();
        return [.. rows.Select(row => row.ToUser(byUser[row.UserId], now))];
    }

    private sealed class MemberRow
    {
        public string UserId { get; init; } = string.Empty;

        public long OrgId { get; init; }

        public string OrgName { get; init; } = string.Empty;

        public string Role { get; init; } = string.Empty;
    }
}
