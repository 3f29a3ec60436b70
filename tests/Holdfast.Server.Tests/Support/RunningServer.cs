using System.Net.Http.Headers;
using Holdfast.Server.Composition;
using Holdfast.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Support;

/// <summary>A whole server on a real socket over a folder of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, string root, bool ownsRoot)
    {
        _app = app;
        Root = root;
        OwnsRoot = ownsRoot;
        Address = new Uri(app.Urls.First());
    }

    public string Root { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    private bool OwnsRoot { get; }

    public static async Task<RunningServer> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, string? root = null, bool quiet = true)
    {
        var folder = root ?? Directory.CreateTempSubdirectory("holdfast-server-").FullName;
        var values = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            [SettingNames.StorageDir] = Path.Join(folder, "storage"),
        };
        if (quiet)
        {
            values.TryAdd(SettingNames.LogLevel, "none");
        }

        var loaded = SettingsLoader.Load(new SettingsSources { WorkingDirectory = folder, CommandLine = values });
        var app = HoldfastServer.Create(loaded, new ServerOptions
        {
            Urls = ["http://127.0.0.1:0"],
            ConfigureServices = all =>
            {
                TestCaller.Register(all);
                services?.Invoke(all);
            },
        });
        await app.StartAsync();
        return new RunningServer(app, folder, root is null);
    }

    /// <summary>A client signed in as somebody; null is nobody.</summary>
    internal HttpClient Client(string? caller = TestCaller.Admin)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        if (caller is not null)
        {
            client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(caller);
        }

        return client;
    }

    /// <summary>Files below <c>.holdfast/v</c>: the homes of versions. What failed leaves none.</summary>
    public IReadOnlyList<string> Homes()
    {
        var folder = Path.Join(Root, "storage", ".holdfast", "v");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (OwnsRoot)
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
