using Holdfast.Server.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Holdfast.Server.Tests.Support;

/// <summary>One server for all tests that ask for nothing special; each uses keys of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync(new Dictionary<string, string> { ["MAX_UPLOAD_SIZE_MB"] = "4" });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
