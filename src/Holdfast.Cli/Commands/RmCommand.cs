using System.CommandLine;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;
using Holdfast.Cli.Transfers;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast rm</c>: deletes keys, or everything below a prefix.</summary>
internal static class RmCommand
{
    private const int NamesShown = 10;

    public static Command Create(CommandRunner runner)
    {
        var keys = new Argument<string[]>("KEY") { Description = "The keys, exactly as they are; with -r what the keys begin with", Arity = ArgumentArity.OneOrMore };
        var recursive = Inputs.Recursive("Delete everything below KEY/");
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only say what would be deleted" };
        var force = new Option<bool>("--force", "-f") { Description = "What is not there is no failure" };
        var command = new Command("rm", "Delete keys") { keys, recursive, yes, dryRun, force };
        runner.Bind(command, context =>
        {
            var arguments = context.Arguments;
            var removal = new Removal(context, arguments.GetValue(dryRun), arguments.GetValue(force));
            var named = arguments.GetRequiredValue(keys);
            return arguments.GetValue(recursive)
                ? BelowAsync(context, removal, [.. named.Select(Inputs.AsFolder)], arguments.GetValue(yes))
                : KeysAsync(context, removal, named);
        });
        return command;
    }

    private static async Task<ExitCode> KeysAsync(CommandContext context, Removal removal, IReadOnlyList<string> keys)
    {
        if (keys.Contains(string.Empty))
        {
            throw CommandFailure.Usage("An empty key names nothing.", "To delete everything: holdfast rm -r ''");
        }

        await removal.ConnectAsync();
        context.ResumeHint = "What was deleted stays deleted. Run the same command again, with --force, for the rest.";
        foreach (var batch in keys.Distinct(StringComparer.Ordinal).Chunk(HoldfastClient.PageSize))
        {
            await removal.KeysAsync(batch);
        }

        return removal.Finish();
    }

    private static async Task<ExitCode> BelowAsync(CommandContext context, Removal removal, IReadOnlyList<string> prefixes, bool yes)
    {
        var client = await removal.ConnectAsync();
        context.ResumeHint = "What was deleted stays deleted. Run the same command again for the rest.";
        if (!removal.IsDryRun && !yes)
        {
            await ConfirmAsync(context, client, prefixes);
        }

        await using (ProgressDisplay.Start(context.Terminal, context.Environment.Time, removal.IsDryRun ? "Counting" : "Deleting", removal.Report.Figures))
        {
            foreach (var prefix in prefixes)
            {
                await foreach (var page in client.ListAsync(prefix, null, context.Cancellation))
                {
                    await removal.ListedAsync([.. page.Objects.Select(listed => listed.Value)]);
                }
            }
        }

        return removal.HasNone && !removal.IsForced
            ? throw new CommandFailure(ExitCode.NotFound, $"There is nothing below '{string.Join("', '", prefixes)}'.", "'holdfast ls' shows what there is.") { Code = "object_not_found" }
            : removal.Finish();
    }

    private static async Task ConfirmAsync(CommandContext context, HoldfastClient client, IReadOnlyList<string> prefixes)
    {
        if (!context.Terminal.CanAsk)
        {
            throw CommandFailure.Usage("Deleting everything below a prefix wants a confirmation, and there is nobody to ask.", "Add --yes, or --dry-run to see what would go.");
        }

        long files = 0, bytes = 0;
        foreach (var prefix in prefixes)
        {
            await foreach (var info in client.ObjectsAsync(prefix, context.Cancellation))
            {
                if (files++ < NamesShown)
                {
                    context.Terminal.ErrorLine("  " + Printable.Escape(info.Key));
                }

                bytes += info.Size;
            }
        }

        if (files == 0)
        {
            return;
        }

        if (files > NamesShown)
        {
            context.Terminal.ErrorLine($"  ... and {Human.Count(files - NamesShown, "more", "more")}");
        }

        if (!await Prompt.ConfirmAsync(context, $"Delete {Human.Count(files, "object")} ({Human.Bytes(bytes)})?"))
        {
            throw new CommandFailure(ExitCode.Refused, "Nothing was deleted.") { Code = "not_confirmed" };
        }
    }
}
