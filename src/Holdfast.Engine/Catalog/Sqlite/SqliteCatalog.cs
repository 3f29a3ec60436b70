using Holdfast.Errors;
using Microsoft.Data.Sqlite;

namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>
/// The catalog in one SQLite file with a write-ahead log. Several processes may have it open; each has one writer, and SQLite's own lock
/// puts them in a row.
/// </summary>
public sealed class SqliteCatalog : ICatalog
{
    private static readonly Dictionary<string, string> Dialect = new(StringComparer.Ordinal)
    {
        ["key"] = "TEXT",
        ["identity"] = "INTEGER PRIMARY KEY AUTOINCREMENT",
    };

    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;

    private SqliteCatalog(SqliteReaders readers, SqliteWriter writer)
    {
        _readers = readers;
        _writer = writer;
    }

    /// <summary>
    /// Opens the file, making it where it is missing, and brings it up to date. Misconfigured when the file is damaged, no database, or made by a
    /// newer Holdfast; nothing is changed then.
    /// </summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops before the file is opened.</param>
    public static Task<SqliteCatalog> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken) => OpenAsync(path, time, null, cancellationToken);

    internal static async Task<SqliteCatalog> OpenAsync(string path, TimeProvider time, Action<CommitMoment>? observer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteLink? link = null;
        try
        {
            link = SqliteLink.OpenWriter(path);
            link.Run("BEGIN IMMEDIATE");
            await CatalogMigrations.RunAsync(new CatalogSession(link.Connection, link.Prepared, time.GetUtcNow()), Dialect);
            SqliteWriter.ForgetOldMarks(link, time.GetUtcNow());
            link.Run("COMMIT");
            Check(link);
            var writer = new SqliteWriter(path, time, link, observer);
            link = null;
            return new SqliteCatalog(new SqliteReaders(path, 32, time), writer);
        }
        catch (SqliteException error)
        {
            throw SqliteErrorMap.Map(error);
        }
        finally
        {
            link?.Dispose();
        }
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken) => _readers.ReadAsync(work, true, cancellationToken);

    /// <inheritdoc/>
    public Task<T> QueryAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken) => _readers.ReadAsync(work, false, cancellationToken);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken) => _writer.WriteAsync(work, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    // A damaged page is found when it is read; the first pages are read here, so that a file of nonsense is told at once.
    private static void Check(SqliteLink link)
    {
        using var query = link.Connection.CreateCommand();
        query.CommandText = "SELECT (SELECT count(*) FROM (SELECT 1 FROM object LIMIT 10)) + (SELECT count(*) FROM (SELECT 1 FROM version LIMIT 10))";
        if (query.ExecuteScalar() is null)
        {
            throw StorageErrors.Misconfigured("The catalog's file is damaged.");
        }
    }
}
