namespace Holdfast.Engine.Jobs;

/// <summary>
/// Durable jobs: rows in the catalog that survive a crash, go on where they were, can be cancelled and are safe to run twice.
/// A killed server's jobs are taken over when its lease has run out.
/// </summary>
public interface IJobs
{
    /// <summary>Queues a job.</summary>
    /// <param name="kind">A kind that the engine knows, such as <c>verify</c> or <c>adopt</c>; another is InvalidArgument.</param>
    /// <param name="arguments">Its arguments as JSON.</param>
    /// <param name="owner">Who asked for it, or null.</param>
    /// <param name="cancellationToken">Stops before it is queued.</param>
    Task<JobInfo> SubmitAsync(string kind, string arguments, string? owner, CancellationToken cancellationToken);

    /// <summary>A job, or null.</summary>
    Task<JobInfo?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Jobs, newest first.</summary>
    Task<JobPage> ListAsync(int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Asks it to stop; it does so within a second, keeping what is done. A job that has ended stays as it is. NotFound when there is none.</summary>
    Task<JobInfo> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Queues an ended job again; it takes only what failed or was left. Conflict while it is queued or running, NotFound when there is none.</summary>
    Task<JobInfo> RetryAsync(string id, CancellationToken cancellationToken);

    /// <summary>The job each time it changes, until it has ended. NotFound when there is none.</summary>
    IAsyncEnumerable<JobInfo> WatchAsync(string id, CancellationToken cancellationToken);

    /// <summary>What the job noted of single objects, by kind (<c>missing</c>, <c>corrupt</c>, <c>orphans</c>, <c>failed</c>, ...; null is all).</summary>
    Task<JobItemPage> ItemsAsync(string id, string? kind, int limit, string? cursor, CancellationToken cancellationToken);
}
