using Holdfast.Errors;
using Microsoft.Data.Sqlite;

namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>What SQLite's result codes mean to a caller (sqlite.org/rescode.html).</summary>
internal static class SqliteErrorMap
{
    private const string Name = "catalog";

    public static StorageException Map(SqliteException error) => error.SqliteErrorCode switch
    {
        5 or 6 => StorageErrors.Unavailable(Name, "another process holds its lock", error),
        8 => StorageErrors.PermissionDenied(Name, "it is read-only", error),
        13 => StorageErrors.QuotaExceeded(Name, "the disk of the catalog is full", error),
        3 or 14 => StorageErrors.PermissionDenied(Name, "its file cannot be opened", error),
        11 or 26 => StorageErrors.Misconfigured("The catalog's file is damaged or no SQLite database. Nothing was changed. Restore it from a backup, or move it away and adopt the files again.", error),
        _ => StorageErrors.Unavailable(Name, $"SQLite error {error.SqliteErrorCode}", error),
    };
}
