using System.CommandLine;
using System.Globalization;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast du</c>: counts and bytes below a prefix, by its next segment.</summary>
internal static class DuCommand
{
    public static Command Create(CommandRunner runner)
    {
        var prefix = Inputs.Prefix();
        var command = new Command("du", "Count objects and bytes") { prefix };
        runner.Bind(command, context => RunAsync(context, context.Arguments.GetRequiredValue(prefix)));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string prefix)
    {
        var client = await context.ConnectAsync();
        if (context.Terminal.IsJson)
        {
            context.Json.BeginObject();
            context.Json.Write(writer => writer.WriteString("prefix", prefix));
            context.Json.BeginArray("below");
        }

        var total = new Sum(prefix);
        await foreach (var sum in SumsAsync(client, prefix, total, context.Cancellation))
        {
            Write(context, sum);
        }

        if (context.Terminal.IsJson)
        {
            context.Json.Close();
            context.Json.Write(writer =>
            {
                writer.WriteNumber("count", total.Count);
                writer.WriteNumber("bytes", total.Bytes);
            });
            context.Json.Close();
            context.Json.End();
        }

        context.Terminal.Line(Line(total.Bytes, total.Count, "total"));
        return ExitCode.Done;
    }

    // Keys come in order, so what belongs together comes together: one sum at a time is enough.
    private static async IAsyncEnumerable<Sum> SumsAsync(HoldfastClient client, string prefix, Sum total, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Sum? open = null;
        await foreach (var info in client.ObjectsAsync(prefix, cancellationToken))
        {
            total.Add(info.Size);
            var slash = info.Key.IndexOf('/', prefix.Length);
            var name = slash < 0 ? null : info.Key[..(slash + 1)];
            if (open is not null && open.Name != name)
            {
                yield return open;
                open = null;
            }

            if (name is not null)
            {
                (open ??= new Sum(name)).Add(info.Size);
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private static void Write(CommandContext context, Sum sum)
    {
        if (context.Terminal.IsJson)
        {
            context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("prefix", sum.Name);
                writer.WriteNumber("count", sum.Count);
                writer.WriteNumber("bytes", sum.Bytes);
                writer.WriteEndObject();
            });
        }

        context.Terminal.Line(Line(sum.Bytes, sum.Count, context.Terminal.Show(sum.Name)));
    }

    private static string Line(long bytes, long count, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{Human.Bytes(bytes),10}  {Human.Count(count, "object"),14}  {name}");

    private sealed class Sum(string name)
    {
        public string Name => name;

        public long Count { get; private set; }

        public long Bytes { get; private set; }

        public void Add(long bytes)
        {
            Count++;
            Bytes += bytes;
        }
    }
}
