using Holdfast.Cli.Client;
using Holdfast.Cli.Connecting;

namespace Holdfast.Cli;

/// <summary>Everything outside the program that a command touches, so that tests can stand in for it.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output, unbuffered; throws <see cref="Failures.BrokenPipeException"/> when its reader has gone.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error.</summary>
    public required Stream Error { get; init; }

    /// <summary>Whether standard input is a terminal.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The width of the terminal in columns.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Where relative paths begin.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How failed requests are tried again.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Starts a server of the local settings in this process.</summary>
    public required ILocalServerStarter LocalServers { get; init; }

    /// <summary>An environment variable; null when it is not set or empty.</summary>
    public string? Variable(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The full path of what the user wrote.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, WorkingDirectory);
}
