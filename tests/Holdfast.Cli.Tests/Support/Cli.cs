using System.Text;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;

namespace Holdfast.Cli.Tests.Support;

/// <summary>Runs the program in this process with streams of its own.</summary>
internal sealed class Cli : IDisposable
{
    private readonly Dictionary<string, string> _variables = [];

    public Cli(FakeServer? server = null)
    {
        Folder = Directory.CreateTempSubdirectory("holdfast-cli-tests-").FullName;
        if (server is not null)
        {
            _variables["HOLDFAST_URL"] = server.Url;
            _variables["HOLDFAST_TOKEN"] = FakeServer.Token;
        }
    }

    /// <summary>The working directory.</summary>
    public string Folder { get; }

    public byte[] Input { get; set; } = [];

    public bool IsTerminal { get; set; }

    public ILocalServerStarter LocalServers { get; set; } = new LocalServerStarter();

    public Interruption Interruption { get; } = new();

    public Stream? OutputInstead { get; set; }

    public Cli With(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var environment = new CliEnvironment
        {
            Input = new MemoryStream(Input),
            Output = OutputInstead ?? output,
            Error = error,
            InputIsTerminal = IsTerminal,
            OutputIsTerminal = IsTerminal,
            ErrorIsTerminal = IsTerminal,
            Width = 100,
            Variables = _variables,
            WorkingDirectory = Folder,
            Retry = new RetryPolicy(4, TimeSpan.FromMilliseconds(1)),
            LocalServers = LocalServers,
        };
        var exitCode = await Application.RunAsync(arguments, environment, Interruption);
        return new CliResult(exitCode, output.ToArray(), Encoding.UTF8.GetString(error.ToArray()));
    }

    public string File(string name, string text)
    {
        var path = Path.Join(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => System.IO.File.ReadAllText(Path.Join(Folder, name));

    public void Dispose()
    {
        Interruption.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

internal sealed record CliResult(int ExitCode, byte[] Bytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(Bytes);

    public System.Text.Json.Nodes.JsonNode Json => System.Text.Json.Nodes.JsonNode.Parse(Bytes)!;
}
