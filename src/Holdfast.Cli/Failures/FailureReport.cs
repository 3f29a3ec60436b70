using System.Text.Json;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Failures;

/// <summary>Tells a failure: on standard error what happened, why, and what to do; with <c>--json</c> also as the document's <c>error</c>.</summary>
internal static class FailureReport
{
    /// <summary>Writes it and gives the exit code.</summary>
    public static ExitCode Write(CommandContext context, Exception exception)
    {
        var failure = FailureText.Of(exception, context.Connection?.Client.Transport.Address.Display);
        var terminal = context.Terminal;
        try
        {
            terminal.Out.Flush();
            if (terminal.IsJson)
            {
                context.Json.Fail(writer => WriteJson(writer, failure));
            }
        }
        catch (Exception broken) when (FailureText.IsBrokenPipe(broken))
        {
            return ExitCode.BrokenPipe;
        }

        terminal.ErrorLine((failure.Code == "interrupted" ? string.Empty : "error: ") + EscapeLines(failure.Message));
        if (failure.Hint is not null)
        {
            terminal.ErrorLine("  " + EscapeLines(failure.Hint));
        }

        if (failure.TraceId is not null)
        {
            terminal.ErrorLine($"  trace id: {Printable.Escape(failure.TraceId)}");
        }

        if (context.IsDebug)
        {
            terminal.ErrorLine(exception.ToString());
        }

        return failure.ExitCode;
    }

    /// <summary>The members of an error in JSON, as an object.</summary>
    public static void WriteJson(Utf8JsonWriter writer, CommandFailure failure)
    {
        writer.WriteStartObject();
        writer.WriteString("code", failure.Code ?? "failed");
        writer.WriteString("message", failure.Message);
        if (failure.Hint is not null)
        {
            writer.WriteString("hint", failure.Hint);
        }

        if (failure.Status is { } status)
        {
            writer.WriteNumber("status", status);
        }

        if (failure.TraceId is not null)
        {
            writer.WriteString("trace_id", failure.TraceId);
        }

        writer.WriteNumber("exit_code", (int)failure.ExitCode);
        writer.WriteEndObject();
    }

    // Line feeds between the problems of several settings are ours.
    private static string EscapeLines(string text) => string.Join('\n', text.Split('\n').Select(Printable.Escape));
}
