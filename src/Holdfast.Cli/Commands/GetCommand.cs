using System.CommandLine;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;
using Holdfast.Cli.Transfers;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast get</c>: fetches an object into a file, to standard output, or a prefix into a folder.</summary>
internal static class GetCommand
{
    public static Command Create(CommandRunner runner)
    {
        var key = Inputs.Key();
        var local = new Argument<string>("LOCAL") { Description = "The file or folder; '-' is standard output" };
        var recursive = Inputs.Recursive("Fetch everything below KEY/ into a folder");
        var transfers = Inputs.Transfers();
        var skipExisting = new Option<bool>("--skip-existing") { Description = "Leave alone files that have the same size and SHA-256" };
        var command = new Command("get", "Fetch an object into a file, or a prefix into a folder") { key, local, recursive, transfers, skipExisting };
        runner.Bind(command, context =>
        {
            var (from, to) = (context.Arguments.GetRequiredValue(key), context.Arguments.GetRequiredValue(local));
            var skip = context.Arguments.GetValue(skipExisting);
            return context.Arguments.GetValue(recursive) ? FolderAsync(context, Inputs.AsFolder(from), to, skip, context.Arguments.GetValue(transfers))
                : to == "-" ? CatCommand.RunAsync(context, [from])
                : OneAsync(context, from, to, skip);
        });
        return command;
    }

    private static async Task<ExitCode> OneAsync(CommandContext context, string key, string local, bool skipExisting)
    {
        var client = await context.ConnectAsync();
        var info = (await client.InfoAsync(key, context.Cancellation)).Value;
        var target = context.Environment.FullPath(local);
        if (Directory.Exists(target))
        {
            target = Path.Join(target, LocalPath.NameOf(key) ?? throw CommandFailure.Usage($"The key '{key}' does not end in a file name.", "Name the file to write."));
        }

        context.ResumeHint = "What was received is kept. Run the same command again to go on.";
        var figures = new ProgressFigures();
        figures.SetTotals(1, info.Size > 0 ? info.Size : null);
        DownloadResult result;
        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, "Fetching", figures))
        {
            result = await new FileDownload(client).GetAsync(info, target, skipExisting, figures.AddBytes, context.Cancellation);
        }

        if (context.Terminal.IsJson)
        {
            context.Json.Document(writer =>
            {
                writer.WriteString("key", key);
                writer.WriteString("status", result.WasSkipped ? "skipped" : "fetched");
                writer.WriteString("path", target);
                writer.WriteNumber("size", result.Object.Size);
                writer.WriteString("sha256", result.Object.Sha256);
                writer.WriteBoolean("verified", result.Object.Sha256 is not null);
                writer.WriteNumber("resumed_at", result.Resumed);
            });
        }

        context.Terminal.Done(result switch
        {
            { WasSkipped: true } => $"{local} is there already, with the same bytes.",
            { Object.Sha256: null } => $"Fetched {context.Terminal.Show(key)} ({Human.Bytes(result.Object.Size)}); only its size was checked, because its digest is not known yet",
            _ => $"Fetched {context.Terminal.Show(key)} ({Human.Bytes(result.Object.Size)}){(result.Resumed > 0 ? $", resumed at {Human.Bytes(result.Resumed)}" : string.Empty)}, verified by SHA-256",
        });
        return ExitCode.Done;
    }

    private static async Task<ExitCode> FolderAsync(CommandContext context, string prefix, string local, bool skipExisting, int atOnce)
    {
        if (local == "-")
        {
            throw CommandFailure.Usage("A folder cannot be written to standard output.", "Name a folder, or fetch one object.");
        }

        var client = await context.ConnectAsync();
        var folder = context.Environment.FullPath(local);
        if (File.Exists(folder))
        {
            throw new CommandFailure(ExitCode.Failed, $"'{local}' is a file, not a folder.") { Code = "not_a_folder" };
        }

        context.ResumeHint = "What was fetched stays. Run the same command again with --skip-existing to go on.";
        var report = new TransferReport(context, "fetched");
        var download = new FileDownload(client);
        using var stopCounting = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var counting = context.Terminal.ErrorIsRich ? CountAsync(client, prefix, report.Figures, stopCounting.Token) : Task.CompletedTask;
        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, "Fetching", report.Figures))
        {
            await TransferQueue.RunAsync(
                client.ObjectsAsync(prefix, context.Cancellation),
                atOnce,
                async (info, stop) =>
                {
                    var result = await download.GetAsync(info, LocalPath.Below(folder, info.Key[prefix.Length..]), skipExisting, report.Figures.AddBytes, stop);
                    if (result.WasSkipped)
                    {
                        report.Skipped(info.Key);
                    }
                    else
                    {
                        report.Done(info.Key, result.Object.Size, writer => writer.WriteString("sha256", result.Object.Sha256));
                    }
                },
                (info, exception) => report.Failed(info.Key, exception),
                context.Cancellation);
            await stopCounting.CancelAsync();
            await counting;
        }

        return NothingBelow(context, report, prefix) ?? report.Finish();
    }

    /// <summary>An empty prefix is no success: the name was probably mistyped.</summary>
    public static ExitCode? NothingBelow(CommandContext context, TransferReport report, string prefix)
    {
        if (report.Figures.Files + report.Figures.Failed > 0 || prefix.Length == 0)
        {
            return null;
        }

        throw new CommandFailure(ExitCode.NotFound, $"There is nothing below '{prefix}'.", $"'holdfast ls' shows what there is.") { Code = "object_not_found" };
    }

    private static async Task CountAsync(HoldfastClient client, string prefix, ProgressFigures figures, CancellationToken stop)
    {
        long files = 0, bytes = 0;
        try
        {
            await foreach (var info in client.ObjectsAsync(prefix, stop))
            {
                files++;
                bytes += info.Size;
            }

            figures.SetTotals(files, bytes);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ApiException or HttpRequestException or TimeoutException)
        {
            // Only the bar's total is lost.
        }
    }
}
