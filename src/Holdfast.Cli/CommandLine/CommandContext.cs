using System.CommandLine;
using Holdfast.Cli.Client;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.CommandLine;

/// <summary>What a running command has.</summary>
internal sealed class CommandContext : IAsyncDisposable
{
    private readonly Connector _connector;

    public CommandContext(ParseResult arguments, GlobalOptions options, CliEnvironment environment, CancellationToken cancellation)
    {
        Arguments = arguments;
        Environment = environment;
        Cancellation = cancellation;
        Terminal = new Terminal(environment, arguments.GetValue(options.Json), arguments.GetValue(options.Quiet));
        Json = new JsonOutput(environment.Output);
        IsDebug = arguments.GetValue(options.Debug);
        EnvironmentFiles = arguments.GetValue(options.EnvFile) ?? [];
        _connector = new Connector(environment, arguments.GetValue(options.Server) ?? environment.Variable(Settings.SettingNames.HoldfastUrl), arguments.GetValue(options.Token), EnvironmentFiles, IsDebug);
    }

    /// <summary>The parsed command line.</summary>
    public ParseResult Arguments { get; }

    /// <summary>The outside.</summary>
    public CliEnvironment Environment { get; }

    /// <summary>Ctrl-C and its like.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Where to speak.</summary>
    public Terminal Terminal { get; }

    /// <summary>The document of <c>--json</c>.</summary>
    public JsonOutput Json { get; }

    /// <summary>Whether errors are told with all details.</summary>
    public bool IsDebug { get; }

    /// <summary>The settings files that were asked for.</summary>
    public IReadOnlyList<string> EnvironmentFiles { get; }

    /// <summary>How to go on after Ctrl-C, as a sentence.</summary>
    public string? ResumeHint { get; set; }

    /// <summary>The connection, once there is one.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>A client of the server that this command speaks to.</summary>
    public async Task<HoldfastClient> ConnectAsync() => (Connection ??= await _connector.ConnectAsync(Cancellation)).Client;

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            await Connection.DisposeAsync();
        }

        Json.Dispose();
    }
}
