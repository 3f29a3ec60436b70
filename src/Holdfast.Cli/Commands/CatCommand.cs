using System.CommandLine;
using System.Security.Cryptography;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast cat</c>: writes objects to standard output, whole and one after the other.</summary>
internal static class CatCommand
{
    public static Command Create(CommandRunner runner)
    {
        var keys = new Argument<string[]>("KEY") { Description = "The key, exactly as it is; several are written one after the other", Arity = ArgumentArity.OneOrMore };
        var command = new Command("cat", "Write an object to standard output") { keys };
        runner.Bind(command, context => RunAsync(context, context.Arguments.GetRequiredValue(keys)));
        return command;
    }

    /// <summary>Writes the objects.</summary>
    public static async Task<ExitCode> RunAsync(CommandContext context, IReadOnlyList<string> keys)
    {
        if (context.Terminal.IsJson)
        {
            throw CommandFailure.Usage("The bytes of an object are no JSON document.", "Leave out --json, or ask for 'holdfast stat KEY --json'.");
        }

        var client = await context.ConnectAsync();
        foreach (var key in keys)
        {
            await WriteAsync(context, client, key);
        }

        return ExitCode.Done;
    }

    private static async Task WriteAsync(CommandContext context, HoldfastClient client, string key)
    {
        var info = (await client.InfoAsync(key, context.Cancellation)).Value;
        var output = context.Terminal.Bytes;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await new ObjectDownload(client.Transport).CopyAsync(
            info,
            0,
            async (bytes, stop) =>
            {
                hash.AppendData(bytes.Span);
                await output.WriteAsync(bytes, stop);
            },
            context.Cancellation);
        if (info.Sha256 is { } wanted && Convert.ToHexStringLower(hash.GetHashAndReset()) != wanted)
        {
            throw new InvalidDataException($"What was received of '{key}' is not what was stored. Do not use what was written.");
        }
    }
}
