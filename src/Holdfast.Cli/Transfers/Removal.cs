using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Transfers;

/// <summary>Deletes batches of keys and tells what became of each.</summary>
internal sealed class Removal
{
    private readonly CommandContext _context;
    private HoldfastClient? _client;
    private int _missing;

    public Removal(CommandContext context, bool isDryRun, bool isForced)
    {
        _context = context;
        IsDryRun = isDryRun;
        IsForced = isForced;
        Report = new TransferReport(context, isDryRun ? "would_delete" : "deleted");
    }

    /// <summary>Whether nothing is deleted.</summary>
    public bool IsDryRun { get; }

    /// <summary>Whether what is not there is no failure.</summary>
    public bool IsForced { get; }

    /// <summary>What was done.</summary>
    public TransferReport Report { get; }

    /// <summary>Whether nothing was found.</summary>
    public bool HasNone => Report.Figures.Files + Report.Figures.Failed == 0;

    /// <summary>Connects.</summary>
    public async Task<HoldfastClient> ConnectAsync() => _client = await _context.ConnectAsync();

    /// <summary>Deletes keys whose sizes are not known.</summary>
    public async Task KeysAsync(IReadOnlyList<string> keys)
    {
        if (IsDryRun)
        {
            foreach (var key in keys)
            {
                Tell(key, await _client!.FindAsync(key, _context.Cancellation), null);
            }

            return;
        }

        foreach (var deleted in await _client!.DeleteAsync(keys, _context.Cancellation))
        {
            Tell(deleted.Key, deleted.Existed ? new RemoteObject { Key = deleted.Key } : null, deleted.Error);
        }
    }

    /// <summary>Deletes what was listed.</summary>
    public async Task ListedAsync(IReadOnlyList<RemoteObject> objects)
    {
        if (IsDryRun)
        {
            foreach (var found in objects)
            {
                Tell(found.Key, found, null);
            }
        }
        else if (objects.Count > 0)
        {
            var deleted = await _client!.DeleteAsync([.. objects.Select(found => found.Key)], _context.Cancellation);
            foreach (var (found, outcome) in objects.Zip(deleted))
            {
                // Somebody else deleted it between the list and this; it is gone, as was wanted.
                Tell(found.Key, found, outcome.Error);
            }
        }
    }

    /// <summary>Ends the report and gives the exit code.</summary>
    public ExitCode Finish()
    {
        var exitCode = Report.Finish();
        return exitCode == ExitCode.Failed && Report.Figures.Failed == _missing ? ExitCode.NotFound : exitCode;
    }

    private void Tell(string key, RemoteObject? found, string? error)
    {
        Report.Figures.AddBytes(found?.Size ?? 0);
        if (error is not null)
        {
            Report.Failed(key, new CommandFailure(ExitCode.Failed, error) { Code = "failed" });
        }
        else if (found is not null)
        {
            if (IsDryRun)
            {
                _context.Terminal.Line("would delete " + Printable.Escape(key));
            }

            Report.Done(key, found.Size);
        }
        else if (IsForced)
        {
            Report.Skipped(key, "not_found");
        }
        else
        {
            _missing++;
            Report.Failed(key, new CommandFailure(ExitCode.NotFound, "There is no such object.") { Code = "object_not_found" });
        }
    }
}
