using System.Globalization;
using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;

namespace Holdfast.Platform.People.Accounts;

/// <summary>Orgs. There is always the first one after the first start.</summary>
public sealed class Orgs
{
    private const int MostName = 200;

    private readonly ICatalog _catalog;

    internal Orgs(ICatalog catalog) => _catalog = catalog;

    /// <summary>Makes an org. InvalidArgument for a bad name, Conflict when it is taken, in any case.</summary>
    public Task<Org> CreateAsync(string name, CancellationToken cancellationToken)
    {
        var clean = (name ?? string.Empty).Trim();
        if (clean.Length is 0 or > MostName || clean.Any(char.IsControl))
        {
            throw StorageErrors.InvalidArgument($"name has 1 to {MostName} characters.");
        }

        return _catalog.WriteAsync(
            async session =>
            {
                await PeopleGate.EnterAsync(session);
                return await OrgStatements.InsertAsync(session, clean);
            },
            cancellationToken);
    }

    /// <summary>Orgs by number.</summary>
    /// <param name="memberId">Only those that this user belongs to; null is all.</param>
    /// <param name="limit">The most in one part, 1 to 1000.</param>
    /// <param name="after">Where the part before ended; null begins.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    public Task<Page<Org>> ListAsync(string? memberId, int limit, string? after, CancellationToken cancellationToken)
    {
        var from = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
        var within = memberId is null ? string.Empty : "AND EXISTS (SELECT 1 FROM member m WHERE m.org_id = o.org_id AND m.user_id = @memberId)";
        return _catalog.ReadAsync(
            async session =>
            {
                var rows = await session.Connection.QueryAsync<Row>(
                    $"SELECT o.org_id AS OrgId, o.name AS Name, o.created_at AS CreatedAt FROM org o WHERE o.org_id > @from {within} ORDER BY o.org_id LIMIT @most",
                    new { from, memberId = memberId ?? string.Empty, most = limit + 1 });
                var orgs = rows.Select(row => new Org(row.OrgId, row.Name, UnixTime.At(row.CreatedAt))).ToList();
                return orgs.Count <= limit
                    ? new Page<Org>(orgs, null)
                    : new Page<Org>(orgs[..limit], orgs[limit - 1].Id.ToString(CultureInfo.InvariantCulture));
            },
            cancellationToken);
    }

    private sealed class Row
    {
        public long OrgId { get; init; }

        public string Name { get; init; } = string.Empty;

        public long CreatedAt { get; init; }
    }
}
