using System.Data.Common;

namespace Holdfast.Engine.Catalog;

/// <summary>A connection inside a transaction, for Dapper.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Transaction">Its transaction; null where the statements of a read need none.</param>
/// <param name="Now">The time of the work, UTC.</param>
public sealed record CatalogSession(DbConnection Connection, DbTransaction? Transaction, DateTimeOffset Now);
