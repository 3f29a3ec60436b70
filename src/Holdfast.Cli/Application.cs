using System.CommandLine;
using System.CommandLine.Help;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli;

/// <summary>The program: reads the command line and runs the command.</summary>
internal static class Application
{
    /// <summary>Runs with the streams, signals and environment of this process.</summary>
    public static async Task<int> RunInProcessAsync(string[] arguments)
    {
        using var interruption = new Interruption();
        using var signals = new Signals(interruption);
        return await RunAsync(arguments, ProcessEnvironment.Create(), interruption);
    }

    /// <summary>Runs with what is given.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliEnvironment environment, Interruption interruption)
    {
        // "holdfast help ls" is what many try first.
        IReadOnlyList<string> words = arguments is ["help", ..] ? [.. arguments.Skip(1), "--help"] : arguments;
        var options = new GlobalOptions();
        var root = CommandTree.Create(new CommandRunner(environment, options, interruption), options);

        // A key may begin with an at sign; it is not the name of a file with arguments.
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var terminal = new Terminal(environment, parsed.GetValue(options.Json), parsed.GetValue(options.Quiet));
        if (words.Count == 0)
        {
            await parsed.RootCommandResult.Command.Parse(["--help"]).InvokeAsync(Outputs(terminal.Error, terminal.Error), CancellationToken.None);
            return (int)ExitCode.Usage;
        }

        if ((parsed.Errors.Count > 0 || UsageReport.MistakenOption(parsed) is not null) && parsed.Action is not (HelpAction or ExitCodesHelp))
        {
            using var json = new JsonOutput(environment.Output);
            return (int)UsageReport.Write(terminal, json, parsed);
        }

        var exitCode = await parsed.InvokeAsync(Outputs(terminal.Out, terminal.Error), CancellationToken.None);
        await terminal.Out.FlushAsync(CancellationToken.None);
        return exitCode;
    }

    private static InvocationConfiguration Outputs(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
}
