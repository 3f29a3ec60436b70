using Holdfast.Engine.Catalog;

namespace Holdfast.Platform.Tests.People;

internal sealed class CountingCatalog(ICatalog inner) : ICatalog
{
    private int _reads;
    private int _writes;

    public int Reads => _reads;

    public int Writes => _writes;

    public Task<T> ReadAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(work, cancellationToken);
    }

    public Task<T> QueryAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.QueryAsync(work, cancellationToken);
    }

    public Task<T> WriteAsync<T>(Func<CatalogSession, Task<T>> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return inner.WriteAsync(work, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
