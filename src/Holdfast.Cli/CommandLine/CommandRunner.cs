using System.CommandLine;
using Holdfast.Cli.Failures;

namespace Holdfast.Cli.CommandLine;

/// <summary>Runs a command's body and turns whatever happens into words and an exit code.</summary>
internal sealed class CommandRunner(CliEnvironment environment, GlobalOptions options, Interruption interruption)
{
    /// <summary>Makes the body what the command does.</summary>
    public void Bind(Command command, Func<CommandContext, Task<ExitCode>> body) =>
        command.SetAction((ParseResult arguments, CancellationToken _) => RunAsync(arguments, body));

    private async Task<int> RunAsync(ParseResult arguments, Func<CommandContext, Task<ExitCode>> body)
    {
        var context = new CommandContext(arguments, options, environment, interruption.Token);
        var exitCode = await ReportingAsync(context, async () =>
        {
            var result = await body(context);
            await context.Terminal.Out.FlushAsync();
            return result;
        });

        // Closing comes after the report: an embedded server may take a while to finish, and a failure to close must not hide the result.
        var closing = await ReportingAsync(context, async () =>
        {
            await context.DisposeAsync();
            return exitCode;
        });
        return (int)(exitCode == ExitCode.Done ? closing : exitCode);
    }

    private async Task<ExitCode> ReportingAsync(CommandContext context, Func<Task<ExitCode>> body)
    {
        try
        {
            return await body();
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return Interrupted(context);
        }
        catch (Exception exception) when (FailureText.IsBrokenPipe(exception))
        {
            return ExitCode.BrokenPipe;
        }
        catch (Exception exception)
        {
            if (interruption.Token.IsCancellationRequested)
            {
                return Interrupted(context);
            }

            return FailureReport.Write(context, exception);
        }
    }

    private ExitCode Interrupted(CommandContext context)
    {
        var message = interruption.ExitCode == ExitCode.Interrupted ? "Interrupted." : "Stopped.";
        var failure = new CommandFailure(interruption.ExitCode, message, context.ResumeHint) { Code = "interrupted" };
        return FailureReport.Write(context, failure);
    }
}
