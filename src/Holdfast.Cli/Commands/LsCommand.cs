using System.CommandLine;
using System.Text;
using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast ls</c>: lists keys, all pages, as they come.</summary>
internal static class LsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var prefix = Inputs.Prefix();
        var isLong = new Option<bool>("--long", "-l") { Description = "Also size, time (UTC) and backend" };
        var recursive = Inputs.Recursive("All keys; without it, what follows the next slash is summed up");
        var zero = new Option<bool>("--null", "-0") { Description = "End each key with a NUL, for xargs -0" };
        var command = new Command("ls", "List keys") { prefix, isLong, recursive, zero };
        runner.Bind(command, context => RunAsync(
            context,
            context.Arguments.GetRequiredValue(prefix),
            context.Arguments.GetValue(recursive),
            new LsLines(context.Terminal, context.Arguments.GetValue(isLong), context.Arguments.GetValue(zero))));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string prefix, bool recursive, LsLines lines)
    {
        var client = await context.ConnectAsync();
        var pages = client.ListAsync(prefix, recursive ? null : "/", context.Cancellation);
        if (context.Terminal.IsJson)
        {
            await WriteJsonAsync(context, pages);
            return ExitCode.Done;
        }

        var any = false;
        await foreach (var page in pages)
        {
            foreach (var entry in Entries(page))
            {
                any = true;
                lines.Write(entry.Key, entry.Object);
            }

            // A reader of a pipe, or a person, sees each page when it is there.
            await context.Terminal.Out.FlushAsync(context.Cancellation);
        }

        if (!any && prefix.Length > 0)
        {
            context.Terminal.Note($"No key begins with '{Printable.Escape(prefix)}'.");
        }

        return ExitCode.Done;
    }

    /// <summary>Objects and prefixes of a page in one order, that of their UTF-8 bytes.</summary>
    private static IEnumerable<(string Key, RemoteObject? Object)> Entries(ListedPage page)
    {
        var entries = page.Objects.Select(listed => (listed.Value.Key, (RemoteObject?)listed.Value));
        return page.Prefixes.Count == 0
            ? entries
            : entries.Concat(page.Prefixes.Select(prefix => (prefix, (RemoteObject?)null))).OrderBy(entry => Encoding.UTF8.GetBytes(entry.Item1), ByteOrder.Instance);
    }

    private static async Task WriteJsonAsync(CommandContext context, IAsyncEnumerable<ListedPage> pages)
    {
        // The document's second array is known only when the first has ended; it waits in a file, not in memory.
        await using var prefixes = new Spool();
        context.Json.BeginObject();
        context.Json.BeginArray("objects");
        await foreach (var page in pages)
        {
            foreach (var listed in page.Objects)
            {
                context.Json.Write(listed.Raw.WriteTo);
            }

            foreach (var prefix in page.Prefixes)
            {
                prefixes.Add(prefix);
            }
        }

        context.Json.Close();
        context.Json.BeginArray("prefixes");
        foreach (var prefix in prefixes.Read())
        {
            context.Json.Write(writer => writer.WriteStringValue(prefix));
        }

        context.Json.Close();
        context.Json.Close();
        context.Json.End();
    }
}
