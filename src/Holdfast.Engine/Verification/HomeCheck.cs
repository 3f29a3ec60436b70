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

        var (state, detail) = await LookAsync(job, options, backend, expected, found);
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
        if (state != ReplicaState.Foreign || engine.Options.OnExternalChange != ExternalChange.Adopt)
        {
            await notes.MarkAsync(expected.Key, expected.Replica, state, detail, job.Cancellation);
        }

        if (await RepairAsync(options, expected, state, job.Cancellation) is { } how)
        {
            report.Repaired++;
            job.Note("repaired", expected.Key, backend.Name, how);
        }
        else if (state == ReplicaState.Foreign)
        {
            await notes.MarkAsync(expected.Key, expected.Replica, state, detail, job.Cancellation);
        }
        else if (options.Repair)
        {
            report.Unrecoverable++;
            job.Note("unrecoverable", expected.Key, backend.Name, "no good replica is left");
        }
    }

    private async Task<(ReplicaState State, string Detail)> LookAsync(JobContext job, VerifyOptions options, EngineBackend backend, ExpectedHome expected, ObjectStat? listed)
    {
        // The list may be older than the row: only a look at the very file tells that it is not there, or is another one.
        var found = listed is null || listed.Identity != expected.Replica.Identity ? await FindAsync(backend, expected.Replica.Home, job.Cancellation) : listed;
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

        if (!options.Deep)
        {
            job.BytesDone += expected.Size;
            return expected.Replica.State == ReplicaState.Corrupt ? (ReplicaState.Corrupt, "its bytes were found wrong before and were not read again") : (ReplicaState.Present, string.Empty);
        }

        if (expected.Sha256 is not { } sha)
        {
            await digesting.OneAsync(expected.Replica.VersionId, expected.Replica, new Bytes(job), job.Cancellation);
            return (ReplicaState.Present, string.Empty);
        }

        try
        {
            var digests = await digesting.HashAsync(expected.Replica.Backend, expected.Replica.Home, expected.Replica.Identity, new Bytes(job), job.Cancellation);
            return digests.Sha256.Span.SequenceEqual(sha) ? (ReplicaState.Present, string.Empty) : await OfMismatchAsync(backend, expected, digests.Sha256Hex, job.Cancellation);
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

    // Bytes that were edited while they were read are not damage.
    private static async Task<(ReplicaState State, string Detail)> OfMismatchAsync(EngineBackend backend, ExpectedHome expected, string sha, CancellationToken cancellationToken) =>
        await FindAsync(backend, expected.Replica.Home, cancellationToken) is { } now && now.Identity != expected.Replica.Identity
            ? (ReplicaState.Foreign, "another program changed its file")
            : (ReplicaState.Corrupt, $"its SHA-256 is {sha}");

    private static async Task<ObjectStat?> FindAsync(EngineBackend backend, string home, CancellationToken cancellationToken)
    {
        try
        {
            return await backend.Backend.StatAsync(Holdfast.Keys.ObjectKey.FromStored(home), StatOptions.Default, cancellationToken);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>How it was put right, or null. Another program's edit is no damage: it is taken in whenever it is seen, where the settings say so.</summary>
    private async Task<string?> RepairAsync(VerifyOptions options, ExpectedHome expected, ReplicaState state, CancellationToken cancellationToken)
    {
        var adopts = state == ReplicaState.Foreign && engine.Options.OnExternalChange == ExternalChange.Adopt;
        if (!adopts && !(options.Repair && state is ReplicaState.Missing or ReplicaState.Foreign))
        {
            return null;
        }

        var known = await engine.Catalog.ReadAsync(session => ObjectSql.FindVersionAsync(session, expected.Replica.VersionId), cancellationToken);
        return known is not null && await reexamination.RunAsync(known, cancellationToken)
            ? state == ReplicaState.Missing ? "its home was made again" : "what lies there was taken in"
            : null;
    }

    private async Task<bool> IsStillWantedAsync(ExpectedHome expected, CancellationToken cancellationToken) => await engine.Catalog.ReadAsync(
        async session => await session.Prepare(
            "SELECT 1 FROM replica WHERE version_id = @p0 AND backend = @p1 AND home = @p2 AND COALESCE(identity, '') = @p3 AND state <> 5",
            expected.Replica.VersionId, expected.Replica.Backend, expected.Replica.Home, expected.Replica.Identity ?? string.Empty).ExecuteScalarAsync() is not null,
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

    private sealed class Bytes(JobContext job) : IProgress<long>
    {
        public void Report(long value) => job.BytesDone += value;
    }
}
