using System.Globalization;
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
        var place = Place.Read(job.Position);
        var adopted = Counts.Read(job.SavedReport).Adopted;
        job.Report = () => JsonSerializer.Serialize(new Counts(adopted, job.FilesFailed), JobJson.Options);
        var backends = engine.Options.Backends.Where(b => b.Views is not null).ToList();
        for (; place.Backend < backends.Count; place = new Place(place.Backend + 1, string.Empty))
        {
            var backend = backends[place.Backend];
            var some = new List<ObjectKey>();
            await foreach (var key in UnknownAsync(backend, arguments.Prefix, place.After, job.Cancellation))
            {
                some.Add(key);
                if (some.Count == 256)
                {
                    adopted += await SomeAsync(job, backend, some);
                    job.Position = (place with { After = some[^1].Value }).Write();
                    await job.TickAsync();
                    some.Clear();
                }
            }

            adopted += await SomeAsync(job, backend, some);
            job.Position = new Place(place.Backend + 1, string.Empty).Write();
            await job.TickAsync();
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
                if (await adoption.AdoptAsync(backend, key, token) == AdoptionOutcome.NewVersion)
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
        return adopted;
    }

    private async IAsyncEnumerable<ObjectKey> UnknownAsync(EngineBackend backend, string prefix, string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (name, expected, _) in OrderedMerge.WalkAsync(
            catalog.ViewsAsync(backend.Name, prefix, after, cancellationToken), v => v.Key, FilesAsync(backend, prefix, after, cancellationToken), f => f, cancellationToken))
        {
            if (expected is null && ObjectKey.TryParse(name, out var key, out _))
            {
                yield return key;
            }
        }
    }

    private static async IAsyncEnumerable<string> FilesAsync(EngineBackend backend, string prefix, string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in backend.Backend.ListAsync(new ListOptions { Prefix = prefix, StartAfter = after.Length == 0 ? null : after }, cancellationToken))
        {
            yield return entry.Name;
        }
    }

    private sealed record Counts(long Adopted, long Failed)
    {
        public static Counts Read(string? report) => report is null ? new Counts(0, 0) : JsonSerializer.Deserialize<Counts>(report, JobJson.Options) ?? new Counts(0, 0);
    }

    private readonly record struct Place(int Backend, string After)
    {
        public static Place Read(string? text) =>
            text?.Split('|', 2) is [var backend, var after] ? new Place(int.Parse(backend, CultureInfo.InvariantCulture), after) : new Place(0, string.Empty);

        public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Backend}|{After}");
    }

    private sealed record Arguments
    {
        public string Prefix { get; init; } = string.Empty;
    }
}
