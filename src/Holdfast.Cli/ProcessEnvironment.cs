using System.Collections;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Native;

namespace Holdfast.Cli;

/// <summary>The environment of this process.</summary>
internal static class ProcessEnvironment
{
    /// <summary>Reads it.</summary>
    public static CliEnvironment Create()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? string.Empty;
        }

        return new CliEnvironment
        {
            Input = Console.OpenStandardInput(),
            Output = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutputStream(1),
            Error = Console.OpenStandardError(),
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Width(),
            Variables = variables,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            LocalServers = new LocalServerStarter(),
        };
    }

    private static int Width()
    {
        try
        {
            return Console.IsErrorRedirected && Console.IsOutputRedirected ? 80 : Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
