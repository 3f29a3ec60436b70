using System.CommandLine;
using System.Globalization;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast stat</c>: what is known of an object.</summary>
internal static class StatCommand
{
    public static Command Create(CommandRunner runner)
    {
        var key = Inputs.Key();
        var command = new Command("stat", "Show what is known of an object") { key };
        runner.Bind(command, context => RunAsync(context, context.Arguments.GetRequiredValue(key)));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string key)
    {
        var client = await context.ConnectAsync();
        var (info, raw) = await client.InfoAsync(key, context.Cancellation);
        if (context.Terminal.IsJson)
        {
            context.Json.Document(raw);
        }

        Columns.Pairs(context.Terminal, [.. Facts(info)]);
        return ExitCode.Done;
    }

    private static IEnumerable<(string, string?)> Facts(RemoteObject info)
    {
        yield return ("key", info.Key);
        yield return ("id", info.Id);
        yield return ("size", info.Size < 1024 ? Human.Bytes(info.Size) : string.Create(CultureInfo.InvariantCulture, $"{Human.Bytes(info.Size)} ({info.Size} bytes)"));
        yield return ("sha256", info.Sha256 ?? "not known yet");
        yield return ("etag", info.Etag);
        yield return ("content type", info.ContentType);
        yield return ("storage class", info.StorageClass);
        yield return ("strategy", info.Strategy);
        yield return ("backend", info.Fallback ? $"{info.Backend} (fallback: the backend it belongs on failed)" : info.Backend);
        foreach (var replica in info.Replicas ?? [])
        {
            yield return ("replica", $"{replica.Backend}: {replica.State}{(replica.CheckedAt is { } at ? $", checked {Human.ExactTime(at)}" : string.Empty)}");
        }

        yield return ("created", Human.ExactTime(info.CreatedAt));
        yield return ("updated", Human.ExactTime(info.UpdatedAt));
        yield return ("expires", info.ExpiresAt is null ? null : Human.ExactTime(info.ExpiresAt));
        yield return ("version", info.Version);
        foreach (var (name, value) in (info.Metadata ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return ("meta " + name, value);
        }
    }
}
