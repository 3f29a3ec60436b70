using Holdfast.Engine.Catalog;

namespace Holdfast.Engine.Tests.Support;

/// <summary>A catalog that can be taken away from its engine, as death takes it: what comes after never gets an answer.</summary>
internal sealed class GatedCatalog(ICatalog inner) : ICatalog
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _closed;

    /// <summary>When set, fails what is asked of it.</summary>
    public Func<Exception?>? Failing { get; set; }

    /// <summary>When set, may fail what was written well.</summary>
    public Func<Exception?>? AfterWrite { get; set; }

    public Task<T> ReadAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken) => PassAsync(() => inner.ReadAsync(work, cancellationToken));

    public Task<T> QueryAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken) => PassAsync(() => inner.QueryAsync(work, cancellationToken));

    public Task<T> WriteAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken) => PassAsync(async () =>
    {
        var result = await inner.WriteAsync(work, cancellationToken);
        return AfterWrite?.Invoke() is { } error ? throw error : result;
    });

    /// <summary>Closes the gate and waits for those who are inside.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (_inside == 0)
            {
                _idle.TrySetResult();
            }
        }

        return _idle.Task;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> PassAsync<T>(Func<Task<T>> call)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _inside++;
            }
        }

        if (_closed)
        {
            return await new TaskCompletionSource<T>().Task;
        }

        try
        {
            return Failing?.Invoke() is { } error ? throw error : await call();
        }
        finally
        {
            var last = false;
            lock (_gate)
            {
                last = --_inside == 0 && _closed;
            }

            if (last)
            {
                _idle.TrySetResult();
            }
        }
    }
}
