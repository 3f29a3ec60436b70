using Holdfast.Engine;
using Holdfast.Engine.Catalog;
using Holdfast.Errors;
using Holdfast.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Composition;

/// <summary>The server as a program hosts it.</summary>
public static class HoldfastServer
{
    /// <summary>
    /// Opens storage and builds the server over it. When it returns, leftovers of a killed process are swept and the backends were probed; the server
    /// listens after <c>RunAsync</c> or <c>StartAsync</c>. Disposing it closes storage too.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="options">How it is hosted.</param>
    /// <returns>The server, not listening yet.</returns>
    /// <exception cref="StorageException">Misconfigured when the settings hold errors or storage cannot be opened with them; or what storage says.</exception>
    public static WebApplication Create(LoadedSettings settings, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        if (settings.HasErrors)
        {
            var errors = settings.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p.Message);
            throw StorageErrors.Misconfigured(string.Join(Environment.NewLine, errors));
        }

        var effective = settings.Settings;
        var urls = options.Urls ?? effective.List(SettingNames.HoldfastUrls);
        var http = HttpSettingsReading.From(effective, options.Time.GetUtcNow());
        var logging = LoggerFactory.Create(builder => ServerBuilding.AddLogging(builder, http, options));
        var storage = Storage.OpenAsync(effective, options, logging, CancellationToken.None).GetAwaiter().GetResult();
        try
        {
            var app = ServerBuilding.Build(http, options, urls, services =>
            {
                services.AddSingleton(effective);
                services.AddSingleton<IHoldfast>(storage.Engine);
                services.AddSingleton(storage.Catalog);
                services.AddSingleton(_ => new StorageOwner(storage, logging));
            });
            // Made last, it is disposed first: nothing that uses storage outlives it.
            app.Services.GetRequiredService<StorageOwner>();
            return app;
        }
        catch
        {
            storage.DisposeAsync().AsTask().GetAwaiter().GetResult();
            logging.Dispose();
            throw;
        }
    }

    private sealed class StorageOwner(Storage storage, ILoggerFactory logging) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await storage.DisposeAsync();
            logging.Dispose();
        }
    }
}
