using Holdfast.Cli.Client;

namespace Holdfast.Cli.Connecting;

/// <summary>A client and what must be closed with it.</summary>
/// <param name="Client">Speaks to the server.</param>
/// <param name="Kind">How the server was found.</param>
/// <param name="Embedded">The server inside this process, or null.</param>
internal sealed record Connection(HoldfastClient Client, ConnectionKind Kind, LocalServer? Embedded) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Embedded is not null)
        {
            await Embedded.DisposeAsync();
        }
    }
}

/// <summary>How a server was found.</summary>
internal enum ConnectionKind
{
    /// <summary>By its address.</summary>
    Given,

    /// <summary>It runs over the same storage.</summary>
    Discovered,

    /// <summary>It is inside this process.</summary>
    Embedded,
}
