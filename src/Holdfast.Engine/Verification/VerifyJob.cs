using Holdfast.Backends;
using Holdfast.Engine.Jobs;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Verification;

/// <summary>
/// Compares what the catalog says with what lies on the backends: homes first, then readable files. Streams both sides in order; goes on after a
/// crash from the last name it saved.
/// </summary>
internal sealed class VerifyJob(EngineContext engine, CatalogWalk catalog, HomeCheck homes, ViewCheck views, Orphans orphans) : IJobHandler
{
    private const string Homes = ".holdfast/v/";

    public string Kind => "verify";

    public void Check(string arguments)
    {
        if (JobContext.ReadArguments<VerifyOptions>(arguments).OrphanAgeHours is not (>= 0 and <= 24 * 365))
        {
            throw StorageErrors.InvalidArgument("orphan_age_hours is between 0 and 8760.");
        }
    }

    public async Task RunAsync(JobContext job)
    {
        var options = JobContext.ReadArguments<VerifyOptions>(job.Arguments);
        var report = VerifyReport.Read(job.SavedReport, options.Deep);
        job.Report = report.Write;
        job.FilesTotal ??= await engine.Catalog.ReadAsync(async session => (long?)await session.Prepare("SELECT count(*) FROM replica WHERE state <> 5").ExecuteScalarAsync(), job.Cancellation);
        var place = Place.Read(job.Position);
        for (; place.Backend < engine.Options.Backends.Count; place = new Place(place.Backend + 1, false, string.Empty))
        {
            var backend = engine.Options.Backends[place.Backend];
            if (!(await backend.Backend.ProbeAsync(ProbeOptions.Default, job.Cancellation)).Healthy)
            {
                job.FilesFailed++;
                job.Note("failed", backend.Name, backend.Name, "the backend is down, so nothing on it was looked at and nothing counts as missing");
                continue;
            }

            if (!place.InViews)
            {
                place = await HomesAsync(job, options, report, place, backend);
            }

            if (backend.Views is not null)
            {
                await ViewsAsync(job, options, report, place with { InViews = true }, backend);
            }
        }
    }

    private async Task<Place> HomesAsync(JobContext job, VerifyOptions options, VerifyReport report, Place place, EngineBackend backend)
    {
        var good = new List<Catalog.Rows.ReplicaRow>();
        var listed = ListAsync(backend, Homes, place.After, job.Cancellation);
        await foreach (var (name, expected, found) in OrderedMerge.WalkAsync(catalog.HomesAsync(backend.Name, place.After, job.Cancellation), h => h.Replica.Home, listed, s => s.Key.Value, job.Cancellation))
        {
            if (expected is not null)
            {
                if (expected.Key.StartsWith(options.Prefix, StringComparison.Ordinal))
                {
                    await homes.RunAsync(job, options, report, backend, expected, found, good);
                }
            }
            else if (options.Prefix.Length == 0)
            {
                await orphans.HomeAsync(job, options, report, backend, found!);
            }

            job.Position = (place with { After = name }).Write();
            await job.TickAsync();
        }

        await homes.FlushAsync(good, job.Cancellation);
        return place with { InViews = true, After = string.Empty };
    }

    private async Task ViewsAsync(JobContext job, VerifyOptions options, VerifyReport report, Place place, EngineBackend backend)
    {
        var listed = ListAsync(backend, options.Prefix, place.After, job.Cancellation);
        await foreach (var (name, expected, found) in OrderedMerge.WalkAsync(catalog.ViewsAsync(backend.Name, options.Prefix, place.After, job.Cancellation), v => v.Key, listed, s => s.Key.Value, job.Cancellation))
        {
            if (expected is not null)
            {
                await views.RunAsync(job, options, report, backend, expected, found);
            }
            else
            {
                await orphans.FileAsync(job, options, report, backend, found!);
            }

            job.Position = (place with { After = name }).Write();
            await job.TickAsync();
        }
    }

    private static async IAsyncEnumerable<ObjectStat> ListAsync(EngineBackend backend, string prefix, string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in backend.Backend.ListAsync(new ListOptions { Prefix = prefix, StartAfter = after.Length == 0 ? null : after }, cancellationToken))
        {
            if (entry.Stat is { } stat)
            {
                yield return stat;
            }
        }
    }

    private readonly record struct Place(int Backend, bool InViews, string After)
    {
        public static Place Read(string? text)
        {
            var parts = text?.Split('|', 3);
            return parts is { Length: 3 } ? new Place(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1] == "v", parts[2]) : new Place(0, false, string.Empty);
        }

        public string Write() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Backend}|{(InViews ? "v" : "h")}|{After}");
    }
}
