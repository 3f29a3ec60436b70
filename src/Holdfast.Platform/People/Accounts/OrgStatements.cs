using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;

namespace Holdfast.Platform.People.Accounts;

/// <summary>Writes orgs, inside a transaction of the caller's.</summary>
internal static class OrgStatements
{
    /// <summary>Makes an org with the next number. Conflict when the name is taken. The gate must be entered, or two could take one number.</summary>
    public static async Task<Org> InsertAsync(CatalogSession session, string name)
    {
        var folded = name.ToLowerInvariant();
        if (await session.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM org WHERE name_folded = @folded", new { folded }) > 0)
        {
            throw StorageErrors.Conflict("An org of this name exists already.");
        }

        var id = await session.Connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(org_id), 0) + 1 FROM org");
        await session.Connection.ExecuteAsync(
            "INSERT INTO org (org_id, name, name_folded, created_at) VALUES (@id, @name, @folded, @now)",
            new { id, name, folded, now = session.Now.ToUnixTimeMilliseconds() });
        return new Org(id, name, UnixTime.At(session.Now.ToUnixTimeMilliseconds()));
    }
}
