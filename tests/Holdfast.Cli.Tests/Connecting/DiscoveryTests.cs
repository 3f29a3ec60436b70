using Holdfast.Cli.Connecting;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Connecting;

public sealed class DiscoveryTests : IAsyncLifetime
{
    private readonly Support.Cli _cli = new();
    private FakeServer _server = null!;

    private string Storage => Path.Join(_cli.Folder, "storage");

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _server.Put("from-the-server", "");
        Directory.CreateDirectory(ServerFile.Folder(Storage));
        _cli.LocalServers = new NoServer();
    }

    [Fact]
    public async Task A_server_over_the_same_storage_is_found_and_used()
    {
        using var held = ServerLock.TryTake(Storage);
        held.ShouldNotBeNull();
        new ServerFile(_server.Url, FakeServer.Token, 1).Write(Storage);
        (await _cli.RunAsync("ls")).ShouldBe(0, "from-the-server\n");
        (await _cli.RunAsync("status")).Output.ShouldContain("(found by its storage)");
    }

    [Fact]
    public async Task A_file_that_a_killed_server_left_is_not_believed()
    {
        new ServerFile(_server.Url, FakeServer.Token, 1).Write(Storage);
        using (ServerLock.TryTake(Storage))
        {
        }

        var result = await _cli.RunAsync("ls");
        result.Error.ShouldContain("no server of its own");
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_others_can_change_is_not_believed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var held = ServerLock.TryTake(Storage);
        new ServerFile(_server.Url, FakeServer.Token, 1).Write(Storage);
        File.SetUnixFileMode(ServerFile.PathOf(Storage), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        ServerFile.Read(Storage).ShouldBeNull();
    }

    [Fact]
    public void The_file_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        new ServerFile("http://127.0.0.1:1", "t", 1).Write(Storage);
        File.GetUnixFileMode(ServerFile.PathOf(Storage)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(ServerFile.Folder(Storage)).ShouldBe([ServerFile.PathOf(Storage)]);
    }

    [Fact]
    public void A_held_lock_is_seen_and_excludes()
    {
        ServerLock.IsHeld(Storage).ShouldBeFalse();
        using (ServerLock.TryTake(Storage))
        {
            ServerLock.IsHeld(Storage).ShouldBeTrue();
            ServerLock.TryTake(Storage).ShouldBeNull();
        }

        ServerLock.IsHeld(Storage).ShouldBeFalse();
    }

    [Fact]
    public async Task A_named_server_comes_before_one_that_is_found()
    {
        using var held = ServerLock.TryTake(Storage);
        new ServerFile("http://127.0.0.1:1", "t", 1).Write(Storage);
        (await _cli.RunAsync("ls", "--server", _server.Url, "--token", FakeServer.Token)).ExitCode.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _server.DisposeAsync();
    }

    private sealed class NoServer : ILocalServerStarter
    {
        public Task<LocalServer> StartAsync(Settings.LoadedSettings settings, bool debug, CancellationToken cancellationToken) =>
            throw new Failures.CommandFailure(ExitCode.Failed, "no server of its own");
    }
}
