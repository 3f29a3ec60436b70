using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast explain</c>: where an object is, where it belongs, and why.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandRunner runner)
    {
        var key = Inputs.Key();
        var command = new Command("explain", "Show where an object is, where it belongs, and why") { key };
        runner.Bind(command, context => RunAsync(context, context.Arguments.GetRequiredValue(key)));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string key)
    {
        var client = await context.ConnectAsync();
        var answer = await client.GetAsync(HoldfastClient.FilePath(key) + "?explain=1", context.Cancellation);
        if (context.Terminal.IsJson)
        {
            context.Json.Document(answer);
            return ExitCode.Done;
        }

        context.Terminal.Line(context.Terminal.Show(answer.Text("summary") ?? key));
        Columns.Pairs(context.Terminal, [("key", answer.Text("key") ?? key), ("strategy", answer.Text("strategy"))]);
        Section(context, "Wanted", ["backend", "why"], answer.Items("wanted"), row => [row.Text("backend") ?? "-", row.Text("why") ?? "-"]);
        Section(context, "Actual", ["backend", "state", "checked"], answer.Items("actual"), row => [row.Text("backend") ?? "-", row.Text("state") ?? "-", Human.ExactTime(row.Time("checked_at"))]);
        Section(
            context,
            "Journal",
            ["when", "what", "backend", "detail"],
            answer.Items("journal"),
            row => [Human.ExactTime(row.Time("at")), row.Text("event") ?? "-", row.Text("backend") ?? "-", row.Text("detail") ?? "-"]);
        return ExitCode.Done;
    }

    private static void Section(CommandContext context, string title, IReadOnlyList<string> headers, IReadOnlyList<JsonElement> items, Func<JsonElement, IReadOnlyList<string>> row)
    {
        if (items.Count > 0)
        {
            context.Terminal.Line(string.Empty);
            context.Terminal.Line(title);
            Columns.Write(context.Terminal, headers, [.. items.Select(row)]);
        }
    }
}
