using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary>Shows what the API lists in pages.</summary>
internal static class Listing
{
    /// <summary>A table of a list that is short, or made short by a limit.</summary>
    public static async Task<ExitCode> RunAsync(
        CommandContext context, string target, string member, int limit, IReadOnlyList<string> headers, Func<JsonElement, IReadOnlyList<string>> row, string none)
    {
        var client = await context.ConnectAsync();
        if (context.Terminal.IsJson)
        {
            return await StreamAsync(context, target, member, limit, _ => string.Empty);
        }

        var rows = new List<IReadOnlyList<string>>();
        await foreach (var item in ItemsAsync(client, target, member, limit, context.Cancellation))
        {
            rows.Add(row(item));
        }

        Columns.Write(context.Terminal, headers, rows);
        if (rows.Count == 0)
        {
            context.Terminal.Note(none);
        }

        return ExitCode.Done;
    }

    /// <summary>A line for each item, as they come.</summary>
    public static async Task<ExitCode> StreamAsync(CommandContext context, string target, string member, int limit, Func<JsonElement, string> line)
    {
        var client = await context.ConnectAsync();
        if (context.Terminal.IsJson)
        {
            context.Json.BeginObject();
            context.Json.BeginArray(member);
        }

        await foreach (var item in ItemsAsync(client, target, member, limit, context.Cancellation))
        {
            if (context.Terminal.IsJson)
            {
                context.Json.Write(item.WriteTo);
            }
            else
            {
                context.Terminal.Line(line(item));
            }
        }

        if (context.Terminal.IsJson)
        {
            context.Json.Close();
            context.Json.Close();
            context.Json.End();
        }

        return ExitCode.Done;
    }

    /// <summary>All items of all pages, up to the limit.</summary>
    public static async IAsyncEnumerable<JsonElement> ItemsAsync(HoldfastClient client, string target, string member, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var separator = target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await client.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"{target}{separator}limit={Math.Min(limit, HoldfastClient.PageSize)}") + (cursor is null ? string.Empty : "&cursor=" + KeyPath.EncodeQuery(cursor)),
                cancellationToken);
            foreach (var item in page.Items(member))
            {
                if (limit-- <= 0)
                {
                    yield break;
                }

                yield return item;
            }

            cursor = page.Text("next_cursor");
        }
        while (cursor is not null && limit > 0);
    }
}
