using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast status</c>: how storage is.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("status", "Show how storage is");
        runner.Bind(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context)
    {
        var client = await context.ConnectAsync();
        var status = await client.GetAsync("/storage/status", context.Cancellation);
        if (context.Terminal.IsJson)
        {
            context.Json.Document(status);
        }

        var pending = status.Number("pending_replicas") ?? 0;
        Columns.Pairs(
            context.Terminal,
            [
                ("status", status.Text("status")),
                ("reason", status.Text("reason")),
                ("since", status.Time("degraded_since") is { } since ? Human.ExactTime(since) : null),
                ("strategy", status.Text("strategy")),
                ("pending", pending == 0 ? null : $"{Human.Count(pending, "replica")} ({Human.Bytes(status.Number("pending_bytes") ?? 0)})"),
                ("server", Server(context)),
            ]);
        var backends = status.Items("backends");
        if (backends.Count > 0)
        {
            context.Terminal.Line(string.Empty);
        }

        Columns.Write(context.Terminal, ["BACKEND", "TYPE", "STATE", "LATENCY", "USED", "FREE", "LAST ERROR"], [.. backends.Select(Row)]);
        return status.Text("status") == "failed" ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Server(CommandContext context) => context.Connection switch
    {
        { Kind: ConnectionKind.Embedded } => "none runs; this command worked on the storage itself",
        { Kind: ConnectionKind.Discovered } connection => connection.Client.Transport.Address.Display + " (found by its storage)",
        { } connection => connection.Client.Transport.Address.Display,
        null => "-",
    };

    private static IReadOnlyList<string> Row(JsonElement backend) =>
    [
        backend.Text("name") ?? "-",
        backend.Text("type") ?? "-",
        backend.Member("healthy") is { ValueKind: JsonValueKind.True } ? "ok" : "down",
        backend.Member("latency_ms") is { ValueKind: JsonValueKind.Number } latency ? string.Create(CultureInfo.InvariantCulture, $"{latency.GetDouble():0.#} ms") : "-",
        backend.Number("used_bytes") is { } used ? Human.Bytes(used) : "-",
        backend.Number("free_bytes") is { } free ? Human.Bytes(free) : "-",
        backend.Text("last_error") ?? "-",
    ];
}
