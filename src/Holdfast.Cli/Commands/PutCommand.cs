using System.CommandLine;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;
using Holdfast.Cli.Transfers;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast put</c>: stores a file, standard input, or a folder.</summary>
internal static class PutCommand
{
    public static Command Create(CommandRunner runner)
    {
        var local = new Argument<string>("LOCAL") { Description = "The file; '-' is standard input; with -r a folder" };
        var key = Inputs.Key(description: "The key; with -r what the keys begin with");
        var recursive = Inputs.Recursive("Store all files below a folder");
        var contentType = new Option<string?>("--content-type") { Description = "The content type instead of the usual one of the file's name", HelpName = "TYPE" };
        var meta = new Option<string[]>("--meta") { Description = "Metadata; may be given more than once", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore };
        var ifAbsent = new Option<bool>("--if-absent") { Description = "Refuse (exit 4) when the key exists" };
        var sha256 = new Option<string?>("--sha256") { Description = "The SHA-256 that the bytes must have; nothing else is kept", HelpName = "HEX" };
        var transfers = Inputs.Transfers();
        var skipExisting = new Option<bool>("--skip-existing") { Description = "Leave alone what is there with the same size and SHA-256" };
        var command = new Command("put", "Store a file, standard input, or a folder") { local, key, recursive, contentType, meta, ifAbsent, sha256, transfers, skipExisting };
        runner.Bind(command, context =>
        {
            var arguments = context.Arguments;
            var upload = new FileUpload(context)
            {
                ContentType = arguments.GetValue(contentType),
                Metadata = MetadataText.Parse(arguments.GetValue(meta) ?? []),
                IfAbsent = arguments.GetValue(ifAbsent),
                ExpectedSha256 = Sha256Text.Parse(arguments.GetValue(sha256)),
                SkipExisting = arguments.GetValue(skipExisting),
            };
            var (from, to) = (arguments.GetRequiredValue(local), arguments.GetRequiredValue(key));
            return arguments.GetValue(recursive)
                ? FolderAsync(context, upload, from, Inputs.AsFolder(to), arguments.GetValue(transfers))
                : OneAsync(context, upload, from, to);
        });
        return command;
    }

    private static async Task<ExitCode> OneAsync(CommandContext context, FileUpload upload, string local, string key)
    {
        var path = local == "-" ? null : context.Environment.FullPath(local);
        if (path is not null && Directory.Exists(path))
        {
            throw CommandFailure.Usage($"'{local}' is a folder.", "Store what is in it with -r.");
        }

        if (path is not null && !File.Exists(path))
        {
            throw new CommandFailure(ExitCode.NotFound, $"There is no file '{local}'.") { Code = "file_not_found" };
        }

        context.ResumeHint = "Nothing was stored under the key by this run. Run the same command again.";
        await upload.ConnectAsync();
        var figures = new ProgressFigures();
        figures.SetTotals(1, path is null ? null : new FileInfo(path).Length is > 0 and var size ? size : null);
        UploadResult? result;
        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, "Storing", figures))
        {
            result = path is null
                ? await upload.StreamAsync(context.Environment.Input, key, figures.AddBytes, context.Cancellation)
                : await upload.FileAsync(path, key, FolderWalk.Open, figures.AddBytes, context.Cancellation);
        }

        if (result is null)
        {
            return Skipped(context, key);
        }

        if (context.Terminal.IsJson)
        {
            context.Json.Document(result.Raw);
        }

        var place = result.Object.Fallback ? $"on {result.Object.Backend}, for now: the backend it belongs on failed" : $"on {result.Object.Backend}";
        context.Terminal.Done($"{(result.WasNew ? "Stored" : "Replaced")} {context.Terminal.Show(result.Object.Key)} ({Human.Bytes(result.Object.Size)}) {place}");
        context.Terminal.Done($"sha256 {result.Sha256}");
        return ExitCode.Done;
    }

    private static ExitCode Skipped(CommandContext context, string key)
    {
        if (context.Terminal.IsJson)
        {
            context.Json.Document(writer =>
            {
                writer.WriteString("key", key);
                writer.WriteString("status", "skipped");
            });
        }

        context.Terminal.Done($"{context.Terminal.Show(key)} is there already, with the same bytes.");
        return ExitCode.Done;
    }

    private static async Task<ExitCode> FolderAsync(CommandContext context, FileUpload upload, string local, string prefix, int atOnce)
    {
        var folder = context.Environment.FullPath(local);
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? CommandFailure.Usage($"'{local}' is a file.", "Leave out -r.")
                : new CommandFailure(ExitCode.NotFound, $"There is no folder '{local}'.") { Code = "file_not_found" };
        }

        if (upload.ExpectedSha256 is not null)
        {
            throw CommandFailure.Usage("--sha256 is about one file and does not go with -r.");
        }

        context.ResumeHint = "What was stored stays. Run the same command again with --skip-existing to go on.";
        await upload.ConnectAsync();
        var report = new TransferReport(context, "stored");
        using var stopCounting = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var counting = context.Terminal.ErrorIsRich ? Task.Run(() => Count(folder, report.Figures, stopCounting.Token)) : Task.CompletedTask;
        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, "Storing", report.Figures))
        {
            await TransferQueue.RunAsync(
                TransferQueue.FromAsync(FolderWalk.Files(folder)),
                atOnce,
                async (file, stop) =>
                {
                    var key = prefix + file.RelativeKey;
                    if (await upload.FileAsync(file.Path, key, FolderWalk.OpenRegular, report.Figures.AddBytes, stop) is { } stored)
                    {
                        report.Done(key, stored.Object.Size, writer => writer.WriteString("sha256", stored.Sha256));
                    }
                    else
                    {
                        report.Skipped(key);
                    }
                },
                (file, exception) => report.Failed(prefix + file.RelativeKey, exception),
                context.Cancellation);
            await stopCounting.CancelAsync();
            await counting;
        }

        return report.Finish();
    }

    // A second walk, because the transfers read the folder only as fast as they are done.
    private static void Count(string folder, ProgressFigures figures, CancellationToken stop)
    {
        long files = 0, bytes = 0;
        try
        {
            foreach (var file in FolderWalk.Files(folder))
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                files++;
                bytes += file.Size;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }

        figures.SetTotals(files, bytes);
    }
}
