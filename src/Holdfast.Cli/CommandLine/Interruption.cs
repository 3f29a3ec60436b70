namespace Holdfast.Cli.CommandLine;

/// <summary>Whether someone asked the program to stop, and which exit code says so.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled by the first request to stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What to exit with after a request to stop.</summary>
    public ExitCode ExitCode { get; private set; } = ExitCode.Interrupted;

    /// <summary>Asks the program to stop.</summary>
    public void Stop(ExitCode exitCode = ExitCode.Interrupted)
    {
        ExitCode = exitCode;
        _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
