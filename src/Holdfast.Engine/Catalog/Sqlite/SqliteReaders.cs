using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Holdfast.Engine.Catalog.Sqlite;

/// <summary>A bounded set of reading connections. Each read is one snapshot.</summary>
internal sealed class SqliteReaders(string path, int most, TimeProvider time) : IDisposable
{
    private readonly ConcurrentStack<SqliteLink> _idle = new();
    private readonly SemaphoreSlim _places = new(most, most);
    private volatile bool _disposed;

    public async Task<T> ReadAsync<T>(Func<CatalogSession, Task<T>> work, bool snapshot, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _places.WaitAsync(cancellationToken);
        SqliteLink? link = null;
        try
        {
            if (!_idle.TryPop(out link))
            {
                link = SqliteLink.OpenReader(path);
            }

            if (snapshot)
            {
                link.Run("BEGIN");
            }

            var result = await work(new CatalogSession(link.Connection, link.Prepared, time.GetUtcNow()));
            if (snapshot)
            {
                link.Run("COMMIT");
            }

            Return(link);
            link = null;
            return result;
        }
        catch (SqliteException error)
        {
            throw SqliteErrorMap.Map(error);
        }
        finally
        {
            // A connection that failed in the middle is not used again: its transaction may still be open.
            link?.Dispose();
            _places.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var link))
        {
            link.Dispose();
        }
    }

    private void Return(SqliteLink link)
    {
        if (_disposed)
        {
            link.Dispose();
            return;
        }

        _idle.Push(link);
    }
}
