using Holdfast.Cli.Client;
using Holdfast.Cli.Failures;
using Holdfast.Settings;

namespace Holdfast.Cli.Connecting;

/// <summary>
/// Finds the server that a command speaks to: the one that was named, else the one that runs over the same storage, else one of its own.
/// </summary>
internal sealed class Connector(CliEnvironment environment, string? server, string? token, IReadOnlyList<string> environmentFiles, bool debug)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);

    /// <summary>Connects. Nothing is sent yet to a server that was named.</summary>
    public async Task<Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            return Given(server, token ?? environment.Variable(SettingNames.HoldfastToken));
        }

        var loaded = LocalSettings.Load(environment, environmentFiles);
        if (loaded.Settings.TextOrNull(SettingNames.HoldfastUrl) is { } url)
        {
            return Given(url, token ?? loaded.Settings.TextOrNull(SettingNames.HoldfastToken));
        }

        LocalSettings.Demand(loaded);
        var storage = LocalSettings.StorageDirectory(loaded);
        return await DiscoverAsync(storage, cancellationToken) ?? await EmbedAsync(loaded, cancellationToken);
    }

    private Connection Given(string address, string? bearer) =>
        new(Client(ServerAddress.Parse(address), bearer), ConnectionKind.Given, null);

    private async Task<Connection?> DiscoverAsync(string storage, CancellationToken cancellationToken)
    {
        try
        {
            // A server takes the lock first and writes the file when it listens.
            var began = environment.Time.GetTimestamp();
            while (ServerLock.IsHeld(storage))
            {
                if (ServerFile.Read(storage) is { } file)
                {
                    return new Connection(Client(ServerAddress.Parse(file.Url), token ?? file.Token), ConnectionKind.Discovered, null);
                }

                if (environment.Time.GetElapsedTime(began) > StartPatience)
                {
                    throw new CommandFailure(ExitCode.Failed, $"A server holds '{storage}' but does not say where it listens.", "Name it with --server and --token, or stop it.") { Code = "server_not_found" };
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), environment.Time, cancellationToken);
            }

            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CommandFailure(
                ExitCode.Refused, $"'{storage}' belongs to another user, so its server cannot be found or stood in for.", "Run the command as that user, or name the server with --server and --token.", exception)
            { Code = "forbidden" };
        }
    }

    private async Task<Connection> EmbedAsync(LoadedSettings loaded, CancellationToken cancellationToken)
    {
        var local = await environment.LocalServers.StartAsync(loaded, debug, cancellationToken);
        return new Connection(Client(ServerAddress.Parse(local.Address), token ?? local.Token), ConnectionKind.Embedded, local);
    }

    private HoldfastClient Client(ServerAddress address, string? bearer) => new(new ApiTransport(address, bearer, environment.Retry, environment.Time));
}
