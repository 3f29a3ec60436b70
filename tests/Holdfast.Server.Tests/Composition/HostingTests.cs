using System.Net;
using System.Net.Sockets;
using Holdfast.Errors;
using Holdfast.Engine;
using Holdfast.Server.Composition;
using Holdfast.Server.Tests.Support;
using Holdfast.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Composition;

public sealed class HostingTests
{
    [Fact]
    public async Task Objects_are_there_after_a_restart()
    {
        var root = Directory.CreateTempSubdirectory("holdfast-restart-").FullName;
        await using (var server = await RunningServer.StartAsync(root: root))
        {
            using var client = server.Client();
            await client.PutAsync("kept", "bytes");
        }

        await using (var server = await RunningServer.StartAsync(root: root))
        {
            using var client = server.Client();
            (await client.GetStringAsync("/api/files/kept")).ShouldBe("bytes");
        }

        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_unix_socket_serves_as_well()
    {
        var folder = Directory.CreateTempSubdirectory("hf-").FullName;
        var socket = Path.Join(folder, "s");
        await using (var app = Open(folder, new ServerOptions { UnixSocket = socket, QuietLogging = true, ConfigureServices = TestCaller.Register }))
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var handler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, token) =>
                {
                    var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
                    return new NetworkStream(connection, ownsSocket: true);
                },
            };
            using var client = new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
            (await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken)).ShouldContain("ok");
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_stop_lets_an_upload_finish_that_has_begun()
    {
        var begun = new TaskCompletionSource();
        var stub = new StubHoldfast
        {
            OnPut = async (content, token) =>
            {
                begun.TrySetResult();
                while (await content.ReadAsync(token) is { IsCompleted: false } read)
                {
                    content.AdvanceTo(read.Buffer.End);
                }
            },
        };
        var folder = Directory.CreateTempSubdirectory("holdfast-stop-").FullName;
        await using (var app = Open(folder, new ServerOptions
        {
            Urls = ["http://127.0.0.1:0"],
            QuietLogging = true,
            ConfigureServices = services =>
            {
                TestCaller.Register(services);
                services.AddSingleton<IHoldfast>(stub);
            },
        }))
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            await using var raw = await RawConnection.OpenAsync(new Uri(app.Urls.First()));
            await raw.SendAsync($"PUT /api/files/slow HTTP/1.1\r\nHost: x\r\nAuthorization: {TestCaller.Admin}\r\nContent-Length: 10\r\n\r\n12345");
            await begun.Task;
            var stopping = app.StopAsync(TestContext.Current.CancellationToken);
            await raw.SendAsync("67890");
            (await raw.ReadAsync()).Status.ShouldBe(201);
            await stopping;
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9" });
        using var client = server.Client();
        await client.PutAsync("a", "x");
        (await client.GetStringAsync("/api/files/a")).ShouldBe("x");
    }

    [Theory]
    [InlineData("MAX_UPLOAD_SIZE_MB", "lots")]
    [InlineData("DATABASE_URL", "postgres://h/db")]
    public void Settings_that_cannot_work_end_the_start_with_their_name(string name, string value)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bad-").FullName;
        var loaded = Load(folder, (name, value));
        var error = Should.Throw<StorageException>(() => HoldfastServer.Create(loaded, new ServerOptions { QuietLogging = true }));
        error.Kind.ShouldBe(StorageErrorKind.Misconfigured);
        error.Message.ShouldContain(name);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void What_is_set_and_not_used_yet_is_named()
    {
        var loaded = Load(Path.GetTempPath(), (SettingNames.Versioning, "on"), (SettingNames.LogLevel, "warning"));
        UnusedSettings.In(loaded.Settings).ShouldBe([SettingNames.Versioning]);
    }

    [Fact]
    public void Every_setting_that_the_code_reads_counts_as_used()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(root, "Holdfast.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var list = File.ReadAllText(Path.Join(root, "src/Holdfast.Server/Composition/UnusedSettings.cs"));
        var read = new[] { "Holdfast.Server", "Holdfast.Cli", "Holdfast.Platform" }
            .SelectMany(p => Directory.EnumerateFiles(Path.Join(root, "src", p), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(f), @"SettingNames\.[A-Za-z0-9]+").Select(m => m.Value)).Distinct();
        read.Where(name => !list.Contains(name + ",", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_endpoint_but_those_meant_for_everybody_asks_for_a_policy()
    {
        await using var server = await RunningServer.StartAsync();
        string[] open = ["/", "/healthz", "/api/healthz", "/readyz", "/api/readyz", "/openapi/{documentName}.json", "/api/openapi/{documentName}.json", "/api/auth/login", "/api/auth/demo-users", "/sign-in"];
        var endpoints = server.Services.GetServices<Microsoft.AspNetCore.Routing.EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>();
        endpoints.Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null || e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is null)
            .Select(e => e.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal).ShouldBe(open.Order(StringComparer.Ordinal));
    }

    private static WebApplication Open(string folder, ServerOptions options) => HoldfastServer.Create(Load(folder), options);

    private static LoadedSettings Load(string folder, params (string Name, string Value)[] values) => SettingsLoader.Load(new SettingsSources
    {
        WorkingDirectory = folder,
        CommandLine = values.Append((Name: SettingNames.StorageDir, Value: Path.Join(folder, "storage"))).ToDictionary(v => v.Name, v => v.Value),
    });
}
