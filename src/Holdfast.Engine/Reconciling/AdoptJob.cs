using System.Text.Json;
using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Verification;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Reconciling;

/// <summary>Takes all files that lie under readable keys and that the catalog does not know into it, several at once, without copying a byte.</summary>
internal sealed class AdoptJob(EngineContext engine, CatalogWalk catalog, Adoption adoption, Digesting digesting) : IJobHandler
{
    private const int AtOnce = 16;

    public string Kind => "adopt";

    public void Check(string arguments) => JobContext.ReadArguments<Arguments>(arguments);

    public async Task RunAsync(JobContext job)
    {
        var arguments = JobContext.ReadArguments<Arguments>(job.Arguments);
        var adopted = 0L;
        job.Report = () => JsonSerializer.Serialize(new { adopted = Interlocked.Read(ref adopted), failed = job.FilesFailed });
        foreach (var backend in engine.Options.Backends.Where(b => b.Views is not null))
        {
            var some = new List<ObjectKey>();
            await foreach (var key in UnknownAsync(backend, arguments.Prefix, job.Cancellation))
            {
                some.Add(key);
                if (some.Count == 256)
                {
                    adopted += await SomeAsync(job, backend, some);
                    some.Clear();
                }
            }

            adopted += await SomeAsync(job, backend, some);
        }

        await digesting.AllAsync(job.TickAsync, job.Cancellation);
    }

    private async Task<long> SomeAsync(JobContext job, EngineBackend backend, List<ObjectKey> keys)
    {
        var adopted = 0L;
        var failures = new System.Collections.Concurrent.ConcurrentQueue<(string Key, string Why)>();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = job.Cancellation }, async (key, token) =>
        {
            try
            {
                if (await adoption.AdoptAsync(backend, key, token) is not null)
                {
                    Interlocked.Increment(ref adopted);
                }
            }
            catch (StorageException error)
            {
                failures.Enqueue((key.Value, error.Message));
            }
        });
        foreach (var (key, why) in failures)
        {
            job.FilesFailed++;
            job.Note("failed", key, backend.Name, why);
        }

        job.FilesDone += keys.Count;
        await job.TickAsync();
        return adopted;
    }

    private async IAsyncEnumerable<ObjectKey> UnknownAsync(EngineBackend backend, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (name, expected, _) in OrderedMerge.WalkAsync(
            catalog.ViewsAsync(backend.Name, prefix, string.Empty, cancellationToken), v => v.Key, FilesAsync(backend, prefix, cancellationToken), f => f, cancellationToken))
        {
            if (expected is null && ObjectKey.TryParse(name, out var key, out _))
            {
                yield return key;
            }
        }
    }

    private static async IAsyncEnumerable<string> FilesAsync(EngineBackend backend, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in backend.Backend.ListAsync(new ListOptions { Prefix = prefix }, cancellationToken))
        {
            yield return entry.Name;
        }
    }

    private sealed record Arguments
    {
        public string Prefix { get; init; } = string.Empty;
    }
}
