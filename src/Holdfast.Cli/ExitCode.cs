namespace Holdfast.Cli;

/// <summary>What the program's exit status says. A contract with scripts: docs/cli.md lists it.</summary>
internal enum ExitCode
{
    /// <summary>Everything was done.</summary>
    Done = 0,

    /// <summary>It failed; nothing or not all of it was done.</summary>
    Failed = 1,

    /// <summary>The command line itself is wrong.</summary>
    Usage = 2,

    /// <summary>What was named is not there.</summary>
    NotFound = 3,

    /// <summary>The server or a precondition said no; trying again as it stands is useless.</summary>
    Refused = 4,

    /// <summary>Some of many were done, or a verification found damage.</summary>
    Partial = 5,

    /// <summary>Stopped by Ctrl-C (128 + SIGINT).</summary>
    Interrupted = 130,

    /// <summary>The reader of the output went away (128 + SIGPIPE).</summary>
    BrokenPipe = 141,

    /// <summary>Stopped by SIGTERM (128 + SIGTERM).</summary>
    Terminated = 143,
}
