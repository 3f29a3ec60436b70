using Holdfast.Settings;

namespace Holdfast.Cli.Connecting;

/// <summary>Starts a server of the local settings inside this process.</summary>
internal interface ILocalServerStarter
{
    /// <summary>Starts it on a private unix domain socket; it serves requests when this returns.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="debug">Whether its log goes to standard error.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    Task<LocalServer> StartAsync(LoadedSettings settings, bool debug, CancellationToken cancellationToken);
}

/// <summary>A server inside this process.</summary>
/// <param name="Address">Its <c>unix:</c> address.</param>
/// <param name="Token">The token that acts as the local superuser.</param>
/// <param name="Stop">Stops it, with requests under way finished.</param>
internal sealed record LocalServer(string Address, string Token, Func<ValueTask> Stop) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Stop();
}
