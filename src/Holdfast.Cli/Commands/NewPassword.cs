using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary>A password that is set: read from standard input, or made up and told once. Never an argument, because others see those.</summary>
/// <param name="Text">The password.</param>
/// <param name="WasMade">Whether it was made up here.</param>
internal sealed record NewPassword(string Text, bool WasMade)
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>The option that says where it comes from.</summary>
    public static Option<bool> Option() => new("--password-stdin") { Description = "Read the password from standard input (one line)" };

    /// <summary>Reads or makes it.</summary>
    public static async Task<NewPassword> TakeAsync(CommandContext context, bool fromInput)
    {
        if (!fromInput)
        {
            return new NewPassword(RandomNumberGenerator.GetString(Alphabet, 20), WasMade: true);
        }

        if (context.Terminal.CanAsk)
        {
            await context.Terminal.Error.WriteAsync("Password (it will show): ");
        }

        var line = await Prompt.LineAsync(context.Environment.Input, context.Cancellation);
        return line.Length > 0 ? new NewPassword(line, WasMade: false) : throw CommandFailure.Usage("There was no password on standard input.");
    }

    /// <summary>Tells what was done, and the password where nobody knows it yet.</summary>
    public void Tell(CommandContext context, JsonElement answer, string done)
    {
        if (context.Terminal.IsJson)
        {
            context.Json.Document(writer =>
            {
                foreach (var member in answer.ValueKind == JsonValueKind.Object ? answer.EnumerateObject() : default)
                {
                    member.WriteTo(writer);
                }

                if (WasMade)
                {
                    writer.WriteString("password", Text);
                }
            });
        }

        context.Terminal.Done(done);
        if (WasMade)
        {
            context.Terminal.Line($"Password: {Text}");
            context.Terminal.Note("It is shown only now.");
        }
    }
}
