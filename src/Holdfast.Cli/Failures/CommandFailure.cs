namespace Holdfast.Cli.Failures;

/// <summary>A failure that is told to the user as what happened, why, and what to do next.</summary>
internal sealed class CommandFailure : Exception
{
    /// <summary>A failure with its exit code.</summary>
    public CommandFailure(ExitCode exitCode, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        ExitCode = exitCode;
        Hint = hint;
    }

    /// <summary>The program's exit status.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>The next step, as a sentence.</summary>
    public string? Hint { get; }

    /// <summary>The stable code for <c>--json</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The HTTP status that the server answered.</summary>
    public int? Status { get; init; }

    /// <summary>The server's trace id, for its logs.</summary>
    public string? TraceId { get; init; }

    /// <summary>The command line is wrong.</summary>
    public static CommandFailure Usage(string message, string? hint = null) => new(ExitCode.Usage, message, hint) { Code = "usage" };
}
