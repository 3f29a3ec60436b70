using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Failures;
using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Tokens;
using Holdfast.Server.Composition;
using Holdfast.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Cli.Serving;

/// <summary>The server as its own program: finds its place, says where it is, and goes away cleanly.</summary>
internal sealed class ServedServer(CommandContext context, LoadedSettings loaded)
{
    // The one that is replaced may still be finishing.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(14);

    private readonly string _storage = LocalSettings.StorageDirectory(loaded);

    /// <summary>Runs until it is asked to stop; what runs is finished first, for as long as that is reasonable.</summary>
    public async Task<ExitCode> RunAsync()
    {
        MakeFolder();
        using var held = await TakeLockAsync();
        await using var app = Open();

        // Whoever chose the password may sign in with the first request. One that is made here is made when nothing can keep it from being shown.
        var first = app.Services.GetRequiredService<FirstStart>();
        var firstStart = loaded.Settings.TextOrNull(SettingNames.AdminPassword) is null ? null : await first.EnsureAsync(CancellationToken.None);
        await StartAsync(app);
        firstStart ??= await first.EnsureAsync(CancellationToken.None);
        var addresses = ListenAddresses.Of(app);
        var reachable = ListenAddresses.ForLocal(addresses);
        try
        {
            if (reachable is not null)
            {
                new ServerFile(reachable, app.Services.GetRequiredService<ILocalTrust>().Token, Environment.ProcessId).Write(_storage);
            }

            Announcement.Write(context, loaded, _storage, addresses, firstStart, reachable);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Terminal.Note("Stopping; what runs is finished first.");
        }
        finally
        {
            ServerFile.Remove(_storage);
        }

        await StopAsync(app);
        context.Terminal.Note("Stopped.");
        return ExitCode.Done;
    }

    private void MakeFolder()
    {
        var folder = ServerFile.Folder(_storage);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"The storage '{_storage}' cannot be used: {exception.Message}", "STORAGE_DIR names it; 'holdfast config explain' shows from where.", exception) { Code = "storage_unavailable" };
        }
    }

    private async Task<ServerLock> TakeLockAsync()
    {
        var began = context.Environment.Time.GetTimestamp();
        while (true)
        {
            if (ServerLock.TryTake(_storage) is { } held)
            {
                return held;
            }

            if (context.Environment.Time.GetElapsedTime(began) > LockPatience)
            {
                var other = ServerFile.Read(_storage);
                throw new CommandFailure(
                    ExitCode.Refused,
                    $"A server already runs over '{_storage}'{(other is null ? string.Empty : $" (process {other.Pid}, {other.Url})")}.",
                    "Stop it first, or choose another STORAGE_DIR.")
                { Code = "already_running" };
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), context.Environment.Time, context.Cancellation);
        }
    }

    private WebApplication Open()
    {
        try
        {
            return HoldfastServer.Create(loaded, new ServerOptions { ConfigureServices = Configure });
        }
        catch (StorageException exception)
        {
            throw LocalServerStarter.Failure(exception);
        }
    }

    // Signals are this program's; the log goes where it cannot mix with the announcement.
    private static void Configure(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // The host logs with a stack trace what is told as a sentence here.
        services.Configure<LoggerFilterOptions>(log => log.Rules.Add(new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null)));
    }

    private async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync(context.Cancellation);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new CommandFailure(ExitCode.Failed, $"Another program listens at {string.Join(" or ", loaded.Settings.List(SettingNames.HoldfastUrls))} already.", "Choose another with --urls, such as --urls http://127.0.0.1:8081.", exception) { Code = "address_in_use" };
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or FormatException or InvalidOperationException or IOException)
        {
            throw new CommandFailure(ExitCode.Failed, $"The server cannot listen: {exception.Message}", "Check --urls or HOLDFAST_URLS.", exception) { Code = "cannot_listen" };
        }
    }

    private async Task StopAsync(WebApplication app)
    {
        using var patience = new CancellationTokenSource(StopPatience, context.Environment.Time);
        try
        {
            await app.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            context.Terminal.ErrorLine("Some requests did not end in time and were cut off.");
        }
    }
}
