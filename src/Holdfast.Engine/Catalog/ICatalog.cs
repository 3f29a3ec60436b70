namespace Holdfast.Engine.Catalog;

/// <summary>The database that knows every object and every replica. SQL by hand, the same text for SQLite and PostgreSQL wherever it can be.</summary>
public interface ICatalog : IAsyncDisposable
{
    /// <summary>Runs statements that only read, on a snapshot. Unavailable when the database does not answer.</summary>
    Task<T> ReadAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="ReadAsync"/> for work of a single statement, which is a snapshot by itself: without the statements that begin and end one.
    /// </summary>
    Task<T> QueryAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs statements in one transaction and commits it durably. When <paramref name="work"/> throws, nothing of it stays. Requests that come at the same
    /// time share a commit. A commit whose outcome cannot be known throws OutcomeUnknown. Cancellation counts only before the work begins.
    /// </summary>
    Task<T> WriteAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken);
}
