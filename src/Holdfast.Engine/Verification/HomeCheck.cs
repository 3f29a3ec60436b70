using Holdfast.Backends;
using Holdfast.Engine.Catalog.Rows;
using Holdfast.Engine.Jobs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Reading;
using Holdfast.Engine.Reconciling;
using Holdfast.Errors;

namespace Holdfast.Engine.Verification;

/// <summary>Looks at one home that should be there. Before anything is called bad its row is read again: it may have been replaced meanwhile.</summary>
internal sealed class HomeCheck(EngineContext engine, ReplicaNotes notes, Reexamination reexamination, Digesting digesting)
{
    private const int Batch = 500;

    /// <summary>Notes the good ones that are still to be noted.</summary>
    public async Task FlushAsync(List<ReplicaRow> good, CancellationToken cancellationToken)
    {
        if (good.Count > 0)
        {
            await notes.VerifiedAsync([.. good], cancellationToken);
            good.Clear();
        }
    }

    public async Task RunAsync(JobContext job, VerifyOptions options, VerifyReport report, EngineBackend backend, ExpectedHome expected, ObjectStat? found, List<ReplicaRow> good)
    {
        if (expected.Replica.State is ReplicaState.Removing or ReplicaState.Pending)
        {
            return;
        }

        var (state, detail) = await LookAsync(job, options, expected, found);
        if (state != ReplicaState.Present && !await IsStillWantedAsync(expected, job.Cancellation))
        {
            return;
        }

        report.Checked++;
        job.FilesDone++;
        if (state == ReplicaState.Present)
        {
            report.Ok++;
            if (expected.Replica.State != ReplicaState.Present || options.Deep)
            {
                good.Add(expected.Replica);
            }

            if (good.Count >= Batch)
            {
                await FlushAsync(good, job.Cancellation);
            }

            return;
        }

        Count(report, state);
        job.Note(state.ToString().ToLowerInvariant(), expected.Key, backend.Name, detail);
        if (await RepairAsync(options, expected, state, job.Cancellation))
        {
            report.Repaired++;
            job.Note("repaired", expected.Key, backend.Name, detail);
            return;
        }

        await notes.MarkAsync(expected.Key, expected.Replica, state, detail, job.Cancellation);
        if (options.Repair && state != ReplicaState.Foreign)
        {
            report.Unrecoverable++;
            job.Note("unrecoverable", expected.Key, backend.Name, "no good replica is left");
        }
    }

    private async Task<(ReplicaState State, string Detail)> LookAsync(JobContext job, VerifyOptions options, ExpectedHome expected, ObjectStat? found)
    {
        if (found is null)
        {
            return (ReplicaState.Missing, "its file is not there");
        }

        if (expected.Replica.Identity is { } identity && found.Identity != identity)
        {
            return (ReplicaState.Foreign, "another program changed its file");
        }

        if (found.Size != expected.Size)
        {
            return (ReplicaState.Corrupt, $"it has {found.Size} bytes and not {expected.Size}");
        }

        if (!options.Deep || expected.Sha256 is not { } sha)
        {
            job.BytesDone += options.Deep ? 0 : expected.Size;
            return (ReplicaState.Present, string.Empty);
        }

        try
        {
            var digests = await digesting.HashAsync(expected.Replica.Backend, expected.Replica.Home, expected.Replica.Identity, new Count64(job), job.Cancellation);
            return digests.Sha256.Span.SequenceEqual(sha) ? (ReplicaState.Present, string.Empty) : (ReplicaState.Corrupt, $"its SHA-256 is {digests.Sha256Hex}");
        }
        catch (StorageException error) when (ReplicaNotes.StateOf(error) is { } state)
        {
            return (state, error.Message);
        }
        catch (StorageException error) when (!error.IsTransient)
        {
            // The disk gives an error for these very bytes.
            return (ReplicaState.Corrupt, error.Message);
        }
    }

    private async Task<bool> RepairAsync(VerifyOptions options, ExpectedHome expected, ReplicaState state, CancellationToken cancellationToken)
    {
        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindVersionAsync(session, expected.Replica.VersionId), cancellationToken);
        if (known is null)
        {
            return false;
        }

        if (state == ReplicaState.Foreign && engine.Options.OnExternalChange == ExternalChange.Adopt)
        {
            await reexamination.RunAsync(known, cancellationToken);
            return true;
        }

        return options.Repair && state == ReplicaState.Missing && await reexamination.RestoreHomeAsync(known, cancellationToken);
    }

    private async Task<bool> IsStillWantedAsync(ExpectedHome expected, CancellationToken cancellationToken) => await engine.Catalog.ReadAsync(
        async session => await session.Prepare(
            "SELECT 1 FROM replica WHERE version_id = @p0 AND backend = @p1 AND home = @p2 AND state <> 5", expected.Replica.VersionId, expected.Replica.Backend, expected.Replica.Home).ExecuteScalarAsync() is not null,
        cancellationToken);

    private static void Count(VerifyReport report, ReplicaState state)
    {
        switch (state)
        {
            case ReplicaState.Missing:
                report.Missing++;
                break;
            case ReplicaState.Corrupt:
                report.Corrupt++;
                break;
            default:
                report.Foreign++;
                break;
        }
    }

    private sealed class Count64(JobContext job) : IProgress<long>
    {
        public void Report(long value) => job.BytesDone += value;
    }
}
