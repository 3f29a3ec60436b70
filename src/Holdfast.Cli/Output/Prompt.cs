using System.Text;
using Holdfast.Cli.CommandLine;

namespace Holdfast.Cli.Output;

/// <summary>Asks people on a terminal.</summary>
internal static class Prompt
{
    /// <summary>Asks for a yes; anything else is no.</summary>
    public static async Task<bool> ConfirmAsync(CommandContext context, string question)
    {
        await context.Terminal.Error.WriteAsync(question + " [y/N] ");
        return await LineAsync(context.Environment.Input, context.Cancellation) is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    /// <summary>Reads a line without its end; empty at the end of the input.</summary>
    public static async Task<string> LineAsync(Stream input, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await Task.Run(() => input.Read(one, 0, 1), cancellationToken).WaitAsync(cancellationToken) == 1 && one[0] != '\n')
        {
            line.Add(one[0]);
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }
}
