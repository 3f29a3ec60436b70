using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary>Shows a job's progress until it has ended.</summary>
internal static class JobFollower
{
    /// <summary>Follows the job and gives it as it ended.</summary>
    /// <param name="context">The command.</param>
    /// <param name="id">The job.</param>
    /// <param name="verb">What it does, such as <c>Verifying</c>.</param>
    public static async Task<(RemoteJob Job, JsonElement Raw)> FollowAsync(CommandContext context, string id, string verb)
    {
        context.ResumeHint = context.Connection is { Kind: ConnectionKind.Embedded }
            ? $"The job {id} is kept and goes on when a server, or the next command, works on this storage: 'holdfast jobs watch {id}'."
            : $"The job {id} goes on in the server. To follow it again: 'holdfast jobs watch {id}'; to stop it: 'holdfast jobs cancel {id}'.";
        var figures = new ProgressFigures();
        JsonElement last = default;
        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, verb, figures))
        {
            await foreach (var raw in new JobEvents(await context.ConnectAsync()).WatchAsync(id, context.Cancellation))
            {
                last = raw;
                Take(figures, HoldfastClient.Read(raw, ClientJson.Default.RemoteJob).Progress);
            }
        }

        return (HoldfastClient.Read(last, ClientJson.Default.RemoteJob), last);
    }

    private static void Take(ProgressFigures figures, RemoteProgress progress)
    {
        figures.Set(progress.FilesDone, progress.BytesDone, progress.FilesFailed);
        figures.SetTotals(progress.FilesTotal, progress.BytesTotal);
        figures.GivenRate = progress.BytesPerSecond;
        figures.GivenEtaSeconds = progress.EtaSeconds;
    }
}
