using Holdfast.Backends;
using Holdfast.Engine;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Errors;
using Holdfast.Layers;
using Holdfast.Local;
using Holdfast.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Composition;

/// <summary>
/// The backend, the catalog and the engine that settings name. Each is opened when it is first asked for, which the mapping of endpoints does; the
/// container closes them in the reverse order, the engine first.
/// </summary>
internal static class StorageServices
{
    public static void AddStorage(this IServiceCollection services, EffectiveSettings settings, ServerOptions options)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider => Wait(OpenBackendAsync(settings, options, provider.GetRequiredService<ICatalog>())));
        services.AddSingleton(_ => Wait(OpenCatalogAsync(settings, options)));
        services.AddSingleton(provider => Wait(StartEngineAsync(
            settings, options, provider.GetRequiredService<IBackend>(), provider.GetRequiredService<ICatalog>(), provider.GetRequiredService<ILoggerFactory>())));
    }

    private static async Task<IBackend> OpenBackendAsync(EffectiveSettings settings, ServerOptions options, ICatalog catalog)
    {
        // A catalog that lies elsewhere knows which disk its objects are on: an empty folder in its place is a disk that is not mounted.
        const string known = "backend:local";
        var expected = await catalog.ReadAsync(async session => await session.Prepare("SELECT value FROM meta WHERE name = @p0", known).ExecuteScalarAsync() as string, CancellationToken.None);
        var local = await LocalBackend.OpenAsync(
            new LocalBackendOptions { Root = settings.FullPath(SettingNames.StorageDir), ExpectedBackendId = expected, Observer = options.StepObserver, Time = options.Time }, CancellationToken.None);
        if (expected is null && local.BackendId is { } id)
        {
            await catalog.WriteAsync(
                session => session.ExecuteAsync("INSERT INTO meta (name, value) VALUES (@p0, @p1) ON CONFLICT (name) DO NOTHING", known, id), CancellationToken.None);
        }

        return BackendLayers.Wrap(
            local,
            BackendLayerOptions.ForDisk with
            {
                BreakerFailureRatio = settings.Number(SettingNames.BreakerFailurePercent) / 100.0,
                BreakerMinimumTries = (int)settings.Number(SettingNames.BreakerMinCalls),
                BreakerWindow = settings.Duration(SettingNames.BreakerWindow),
                BreakerPause = settings.Duration(SettingNames.BreakerOpen),
            },
            options.Time);
    }

    private static async Task<ICatalog> OpenCatalogAsync(EffectiveSettings settings, ServerOptions options)
    {
        var file = CatalogFile(settings);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return await SqliteCatalog.OpenAsync(file, options.Time, CancellationToken.None);
    }

    private static async Task<IHoldfast> StartEngineAsync(EffectiveSettings settings, ServerOptions options, IBackend backend, ICatalog catalog, ILoggerFactory logging) =>
        await HoldfastEngine.StartAsync(
            new EngineOptions
            {
                Catalog = catalog,
                Backends = [new EngineBackend(backend, BackendLayers.Find<ILinkedViews>(backend))],
                LockFolder = Path.GetDirectoryName(CatalogFile(settings)),
                OnExternalChange = settings.Text(SettingNames.OnExternalChange) switch
                {
                    "report" => ExternalChange.Report,
                    "quarantine" => ExternalChange.Quarantine,
                    _ => ExternalChange.Adopt,
                },
                AdoptOnStart = settings.Text(SettingNames.AdoptOnStart) is "auto",
                RelaxedPrefixes = [.. settings.ByPrefix(SettingNames.Durability).Rules.Where(r => r.Value is "relaxed").Select(r => r.Prefix)],
                ProbeEvery = settings.Duration(SettingNames.BackendReprobeSeconds),
                Lease = settings.Duration(SettingNames.CatalogLeaseSeconds),
                JournalRetention = settings.Duration(SettingNames.JournalRetention),
                Time = options.Time,
                Steps = options.StepObserver,
                Logging = logging,
            },
            CancellationToken.None);

    private static string CatalogFile(EffectiveSettings settings)
    {
        const string scheme = "sqlite:";
        var url = settings.Text(SettingNames.DatabaseUrl);
        if (!url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw StorageErrors.Misconfigured("DATABASE_URL names a PostgreSQL server; this version keeps its catalog in SQLite (sqlite: and a path).");
        }

        var path = url[scheme.Length..];
        return Path.GetFullPath(path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path, settings.WorkingDirectory);
    }

    // Containers make services without waiting; this happens once, before anything is served.
    private static T Wait<T>(Task<T> opening) => opening.GetAwaiter().GetResult();
}
