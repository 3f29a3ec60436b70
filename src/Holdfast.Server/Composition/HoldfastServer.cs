using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Server.Auth;
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
        var app = ServerBuilding.Build(HttpSettingsReading.From(effective, options.Time.GetUtcNow()), options, urls, services =>
        {
            services.AddStorage(effective, options);
            services.AddHoldfastPeople(PeopleOptionsReading.People(effective)).AddHoldfastAuth(PeopleOptionsReading.Auth(effective));
        });
        UnusedSettings.Tell(effective, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HoldfastServer).FullName!));
        return app;
    }
}
