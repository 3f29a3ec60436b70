using System.CommandLine;
using Holdfast.Cli.CommandLine;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast completion</c>: the script that makes a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(CommandRunner runner, RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Print the completion script of a shell") { shell };
        runner.Bind(command, context =>
        {
            var words = CompletionWords.Of(root);
            var script = context.Arguments.GetRequiredValue(shell) switch
            {
                "bash" => CompletionScripts.Bash(words),
                "zsh" => CompletionScripts.Zsh(words),
                "fish" => CompletionScripts.Fish(words),
                _ => CompletionScripts.PowerShell(words),
            };
            if (context.Terminal.IsJson)
            {
                context.Json.Document(writer => writer.WriteString("script", script));
            }
            else
            {
                context.Terminal.Out.Write(script);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
