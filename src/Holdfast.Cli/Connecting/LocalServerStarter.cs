using Holdfast.Cli.Failures;
using Holdfast.Cli.Serving;
using Holdfast.Errors;
using Holdfast.Platform.People.Tokens;
using Holdfast.Server.Composition;
using Holdfast.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Cli.Connecting;

/// <summary>
/// Hosts the server for one command, on a unix domain socket in a folder that only this user can enter. The folder's mode keeps others out;
/// the token keeps out what runs as the same user and guesses the path.
/// </summary>
internal sealed class LocalServerStarter : ILocalServerStarter
{
    public async Task<LocalServer> StartAsync(LoadedSettings settings, bool debug, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-").FullName;
        WebApplication? app = null;
        try
        {
            var socket = Path.Join(folder, "s");
            // Opening sweeps and probes; Ctrl-C must not wait for that.
            app = await Task.Run(() => HoldfastServer.Create(settings, new ServerOptions { UnixSocket = socket, QuietLogging = !debug, ConfigureServices = services => Log(services, debug) }), cancellationToken).WaitAsync(cancellationToken);
            var token = app.Services.GetRequiredService<ILocalTrust>().Token;
            await app.StartAsync(cancellationToken);
            return new LocalServer("unix:" + socket, token, () => StopAsync(app, folder));
        }
        catch (Exception exception)
        {
            await StopAsync(app, folder);
            throw exception is StorageException storage ? Failure(storage) : exception;
        }
    }

    /// <summary>The failure of storage that could not be opened.</summary>
    public static CommandFailure Failure(StorageException storage) =>
        new(ExitCode.Failed, "The storage could not be opened: " + storage.Message, "'holdfast config explain' shows the settings that count here.", storage) { Code = "storage_unavailable" };

    private static async ValueTask StopAsync(WebApplication? app, string folder)
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    // Standard output belongs to the command.
    private static void Log(IServiceCollection services, bool debug)
    {
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        if (debug)
        {
            services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }
        else
        {
            services.RemoveAll<ILoggerProvider>();
        }
    }
}
