using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>A connection with the commands prepared on it.</summary>
internal sealed class SqliteLink : IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int LongestWaitMs = 16;

    private static readonly TimeSpan MostWaiting = TimeSpan.FromSeconds(10);
    private static readonly Lock Initialising = new();

    private SqliteLink(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    public Dictionary<string, DbCommand> Prepared { get; } = new(StringComparer.Ordinal);

    /// <summary>The one connection that writes: write-ahead log, synced at every commit.</summary>
    public static SqliteLink OpenWriter(string path) => SetUp(
        Open(path, SqliteOpenMode.ReadWriteCreate),
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768");

    /// <summary>A connection that only reads and never checkpoints. Not memory-mapped: a bad sector would end the process instead of failing the read.</summary>
    public static SqliteLink OpenReader(string path) => SetUp(
        Open(path, SqliteOpenMode.ReadWrite),
        "PRAGMA query_only=1; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096");

    public void Run(string sql)
    {
        if (!Prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this folder.
            command.CommandText = sql;
#pragma warning restore CA2100
            Prepared.Add(sql, command);
        }

        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Begins a transaction that writes, waiting while another process has one. SQLite's own waiting sleeps for whole seconds in this build, and the
    /// provider's for 150 milliseconds at a time; two servers that write in turn would wait for most of their time.
    /// </summary>
    public async Task BeginAsync(TimeProvider time)
    {
        var began = time.GetTimestamp();
        for (var wait = 1; ; wait = Math.Min(wait * 2, LongestWaitMs))
        {
            var result = SQLitePCL.raw.sqlite3_exec(Connection.Handle, "BEGIN IMMEDIATE");
            if ((result & 0xFF) is not (Busy or Locked) || time.GetElapsedTime(began) > MostWaiting)
            {
                SqliteException.ThrowExceptionForRC(result, Connection.Handle);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(wait), time);
        }
    }

    public void Dispose()
    {
        foreach (var command in Prepared.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    private static SqliteLink SetUp(SqliteLink link, string sql)
    {
        try
        {
            link.Run(sql);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static SqliteLink Open(string path, SqliteOpenMode mode)
    {
        lock (Initialising)
        {
            SQLitePCL.Batteries_V2.Init();
        }

        if (mode == SqliteOpenMode.ReadWriteCreate)
        {
            MakeForOwnerOnly(path);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            return new SqliteLink(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // It holds hashes of passwords and keys of sessions. The log and the index beside it take its permissions.
    private static void MakeForOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }

        try
        {
            using var made = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process was faster, or the folder cannot be written to, which SQLite tells next.
        }
    }
}
