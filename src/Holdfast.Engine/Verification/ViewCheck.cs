using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Reconciling;
using Holdfast.Keys;

namespace Holdfast.Engine.Verification;

/// <summary>Looks at one readable file. The object is safe whatever it shows; a repair sets it again or takes another program's edit in.</summary>
internal sealed class ViewCheck(EngineContext engine, Views views, Adoption adoption)
{
    public async Task RunAsync(JobContext job, VerifyOptions options, VerifyReport report, EngineBackend backend, ExpectedView expected, ObjectStat? found)
    {
        // A replica that is damaged was told with its home; its readable file is the same file.
        if (expected.State != ReplicaState.Present || (found is not null && found.Identity == expected.Identity))
        {
            return;
        }

        var key = ObjectKey.FromStored(expected.Key);
        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindAsync(session, expected.Key), job.Cancellation);
        if (known?.Version is null || !known.Object.ViewDone || known.Replicas.All(r => r.Identity != expected.Identity) || backend.Views!.Shows(key, expected.Identity ?? string.Empty))
        {
            return;
        }

        var look = await backend.Views!.LookAsync(key, job.Cancellation);
        if (look.State == ViewState.Foreign)
        {
            report.Foreign++;
            job.Note("foreign", expected.Key, backend.Name, "another program put a file there");
            if (engine.Options.OnExternalChange == ExternalChange.Adopt && await adoption.AdoptAsync(backend, key, job.Cancellation) is var outcome and not AdoptionOutcome.Nothing)
            {
                report.Repaired++;
                job.Note("repaired", expected.Key, backend.Name, outcome == AdoptionOutcome.NewVersion ? "taken in as a new version" : "it has the same bytes");
            }

            return;
        }

        report.Views++;
        job.Note("view", expected.Key, backend.Name, look.State == ViewState.Absent ? "its readable file is not there" : "its readable file shows an older version");
        if (options.Repair && await views.BringUpToDateAsync(known.Object, known.Replicas, job.Cancellation))
        {
            report.Repaired++;
            job.Note("repaired", expected.Key, backend.Name, "its readable file was set again");
        }
    }
}
