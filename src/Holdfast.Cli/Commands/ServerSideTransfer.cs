using System.CommandLine;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;
using Holdfast.Cli.Transfers;

namespace Holdfast.Cli.Commands;

/// <summary>What <c>cp</c> and <c>mv</c> have in common: no byte passes through this machine.</summary>
internal static class ServerSideTransfer
{
    public static Command Create(CommandRunner runner, string name, string description, bool move)
    {
        var from = Inputs.Key("FROM", "The key that there is; with -r what the keys begin with");
        var to = Inputs.Key("TO", "The other key; with -r what the other keys begin with");
        var recursive = Inputs.Recursive("Everything below FROM/");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there; otherwise that is refused (exit 4)" };
        var transfers = Inputs.Transfers();
        var command = new Command(name, description) { from, to, recursive, overwrite, transfers };
        runner.Bind(command, context =>
        {
            var arguments = context.Arguments;
            var (source, target) = (arguments.GetRequiredValue(from), arguments.GetRequiredValue(to));
            return arguments.GetValue(recursive)
                ? BelowAsync(context, Inputs.AsFolder(source), Inputs.AsFolder(target), move, arguments.GetValue(overwrite), arguments.GetValue(transfers))
                : OneAsync(context, source, target, move, arguments.GetValue(overwrite));
        });
        return command;
    }

    private static async Task<ExitCode> OneAsync(CommandContext context, string from, string to, bool move, bool overwrite)
    {
        var client = await context.ConnectAsync();
        try
        {
            var answer = await client.TransferAsync(from, to, move, overwrite, context.Cancellation);
            if (context.Terminal.IsJson)
            {
                context.Json.Document(answer);
            }

            var made = HoldfastClient.Read(answer, ClientJson.Default.RemoteObject);
            context.Terminal.Done($"{(move ? "Moved" : "Copied")} {context.Terminal.Show(from)} to {context.Terminal.Show(to)} ({Human.Bytes(made.Size)})");
            return ExitCode.Done;
        }
        catch (ApiException exception) when (exception.Status == System.Net.HttpStatusCode.Conflict && !overwrite)
        {
            throw new CommandFailure(ExitCode.Refused, exception.Message, "Add --overwrite to replace what is there.", exception) { Code = exception.Code, Status = 409, TraceId = exception.TraceId };
        }
    }

    private static async Task<ExitCode> BelowAsync(CommandContext context, string from, string to, bool move, bool overwrite, int atOnce)
    {
        if (to.StartsWith(from, StringComparison.Ordinal))
        {
            throw CommandFailure.Usage($"'{to}' lies below '{from}': what is made would be found again without end.");
        }

        var client = await context.ConnectAsync();
        context.ResumeHint = "What was done stays. Run the same command again for the rest" + (overwrite || move ? "." : ", with --overwrite.");
        var report = new TransferReport(context, move ? "moved" : "copied");
        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, move ? "Moving" : "Copying", report.Figures))
        {
            await TransferQueue.RunAsync(
                client.ObjectsAsync(from, context.Cancellation),
                atOnce,
                async (info, stop) =>
                {
                    await client.TransferAsync(info.Key, to + info.Key[from.Length..], move, overwrite, stop);
                    report.Figures.AddBytes(info.Size);
                    report.Done(info.Key, info.Size, writer => writer.WriteString("to", to + info.Key[from.Length..]));
                },
                (info, exception) => report.Failed(info.Key, exception),
                context.Cancellation);
        }

        return GetCommand.NothingBelow(context, report, from) ?? report.Finish();
    }
}
