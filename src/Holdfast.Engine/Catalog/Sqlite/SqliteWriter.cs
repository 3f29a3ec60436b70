using System.Globalization;
using System.Threading.Channels;
using Holdfast.Errors;
using Microsoft.Data.Sqlite;

namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>
/// The one writer: takes what waits, runs each piece inside a savepoint of its own, and commits all of them with one sync. While a commit is synced
/// the next group gathers. A commit that fails leaves it open whether it happened; then the connection is made anew and the group's own mark
/// in the database tells. Each writer has a mark of its own, for others commit to the same file.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostInGroup = 256;

    // A writer that was killed leaves its mark behind; a week later nobody asks for it any more.
    private const long MarkLifeMs = 7 * 86_400_000L;

    // SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC: what was written may be lost by a power cut although it is read back now.
    // SQLITE_FULL
    private const int Full = 13;

    private const int FileSyncFailed = 1034;
    private const int FolderSyncFailed = 1290;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Action<CommitMoment>? _observer;
    private readonly string _markName = "group:" + Guid.NewGuid().ToString("N");
    private readonly Channel<PendingWrite> _queue = Channel.CreateUnbounded<PendingWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;
    private SqliteLink? _link;
    private long _group;

    public SqliteWriter(string path, TimeProvider time, SqliteLink link, Action<CommitMoment>? observer)
    {
        _path = path;
        _time = time;
        _link = link;
        _observer = observer;
        _loop = Task.Run(LoopAsync);
    }

    public Task<T> WriteAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var pending = new PendingWrite.Of<T>(work) { Cancellation = cancellationToken };
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(pending), this);
        return pending.Task;
    }

    /// <summary>Removes the marks that killed writers left.</summary>
    public static void ForgetOldMarks(SqliteLink link, DateTimeOffset now) => link.Run(string.Create(
        CultureInfo.InvariantCulture, $"DELETE FROM meta WHERE name LIKE 'group:%' AND CAST(value AS INTEGER) < {now.ToUnixTimeMilliseconds() - MarkLifeMs}"));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        try
        {
            if (_group > 0)
            {
                _link?.Run($"DELETE FROM meta WHERE name = '{_markName}'");
            }
        }
        catch (SqliteException)
        {
            // It is pruned later.
        }

        Drop();
    }

    private async Task LoopAsync()
    {
        var group = new List<PendingWrite>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostInGroup && _queue.Reader.TryRead(out var next))
            {
                if (next.Cancellation.IsCancellationRequested)
                {
                    next.Fail(new OperationCanceledException(next.Cancellation));
                }
                else
                {
                    group.Add(next);
                }
            }

            if (group.Count > 0)
            {
                await CommitAsync(group);
            }
        }
    }

    private async Task CommitAsync(List<PendingWrite> group)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow().ToUnixTimeMilliseconds()}:{++_group}");
        try
        {
            _link ??= SqliteLink.OpenWriter(_path);
            await RunAsync(_link, group, mark);
        }
#pragma warning disable CA1031 // Whatever it is, the callers are told, and the loop goes on for the next group.
        catch (Exception error)
#pragma warning restore CA1031
        {
            // Nothing was committed: no COMMIT was sent.
            Drop();
            group.ForEach(p => p.Fail(error));
            return;
        }

        try
        {
            _observer?.Invoke(CommitMoment.Before);
            _link.Run("COMMIT");
            _observer?.Invoke(CommitMoment.After);
        }
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            Resolve(group, mark, error);
            return;
        }

        group.ForEach(p => p.Complete());
    }

    private async Task RunAsync(SqliteLink link, List<PendingWrite> group, string mark)
    {
        await link.BeginAsync(_time);
        var session = new CatalogSession(link.Connection, link.Prepared, _time.GetUtcNow());
        foreach (var pending in group)
        {
            link.Run("SAVEPOINT work");
            await pending.RunAsync(session);
            if (pending.Failure is { } failure)
            {
                if (SQLitePCL.raw.sqlite3_get_autocommit(link.Connection.Handle) != 0)
                {
                    // A full disk or a failing one has rolled back the whole group.
                    throw failure;
                }

                link.Run("ROLLBACK TO work");
            }

            link.Run("RELEASE work");
        }

        await session.ExecuteAsync("INSERT INTO meta (name, value) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", _markName, mark);
    }

    /// <summary>After a failed COMMIT: a new connection commits a fence durably, and then the mark says what became of the group.</summary>
    private void Resolve(List<PendingWrite> group, string mark, Exception error)
    {
        Drop();
        bool committed;
        try
        {
            _link = SqliteLink.OpenWriter(_path);
            _link.Run("BEGIN IMMEDIATE");
            _link.Run("INSERT INTO meta (name, value) VALUES ('fence', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)");
            using (var query = _link.Connection.CreateCommand())
            {
                query.CommandText = "SELECT value FROM meta WHERE name = @name";
                query.Parameters.AddWithValue("@name", _markName);
                committed = (string?)query.ExecuteScalar() == mark;
            }

            _link.Run("COMMIT");
        }
#pragma warning disable CA1031 // The callers must hear of it, and the loop goes on for the next group.
        catch (Exception again)
#pragma warning restore CA1031
        {
            Drop();

            // A full disk stops the commit before its last frame, so it did not happen; the fence finds the same full disk.
            group.ForEach(p => p.Fail(error is SqliteException { SqliteErrorCode: Full } ? error : StorageErrors.OutcomeUnknown("The catalog failed in the middle of a commit.", again)));
            return;
        }

        if (committed && error is SqliteException { SqliteExtendedErrorCode: FileSyncFailed or FolderSyncFailed })
        {
            // It is there, but the disk has refused once to make it durable: nobody may be told that it is safe.
            group.ForEach(p => p.Fail(StorageErrors.OutcomeUnknown("The disk of the catalog failed in the middle of a commit.", error)));
        }
        else if (committed)
        {
            group.ForEach(p => p.Complete());
        }
        else
        {
            group.ForEach(p => p.Fail(error));
        }
    }

    private void Drop()
    {
        try
        {
            _link?.Dispose();
        }
        catch (SqliteException)
        {
            // It is given up because it failed; that it fails once more on the way out changes nothing.
        }

        _link = null;
    }
}
