using Holdfast.Cli.Client;

namespace Holdfast.Cli.Transfers;

/// <summary>Runs many transfers, some at once, taking work only as fast as it is done.</summary>
internal static class TransferQueue
{
    /// <summary>
    /// Runs all of them. A failure is told and does not stop the others, unless nothing else can succeed either
    /// (<see cref="Failure.StopsEverything"/>): then it ends with that failure.
    /// </summary>
    public static Task RunAsync<T>(IAsyncEnumerable<T> work, int atOnce, Func<T, CancellationToken, Task> one, Action<T, Exception> failed, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                try
                {
                    await one(item, token);
                }
                catch (Exception exception) when (!token.IsCancellationRequested && !Failure.StopsEverything(exception))
                {
                    failed(item, exception);
                }
            });

    /// <summary>Work that is found by reading folders, off the caller's thread.</summary>
    public static async IAsyncEnumerable<T> FromAsync<T>(IEnumerable<T> items)
    {
        await Task.Yield();
        foreach (var item in items)
        {
            yield return item;
        }
    }
}
