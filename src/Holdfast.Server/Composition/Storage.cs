using Holdfast.Engine;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Errors;
using Holdfast.Layers;
using Holdfast.Local;
using Holdfast.Settings;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Composition;

/// <summary>The catalog, the backends and the engine that settings name, opened; disposing closes them in the right order.</summary>
internal sealed class Storage : IAsyncDisposable
{
    private readonly LocalBackend _local;

    private Storage(ICatalog catalog, LocalBackend local, HoldfastEngine engine)
    {
        Catalog = catalog;
        _local = local;
        Engine = engine;
    }

    public ICatalog Catalog { get; }

    public HoldfastEngine Engine { get; }

    /// <summary>Opens all and starts the engine: leftovers are swept and backends probed when it returns.</summary>
    public static async Task<Storage> OpenAsync(EffectiveSettings settings, ServerOptions options, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var root = settings.FullPath(SettingNames.StorageDir);
        var local = await LocalBackend.OpenAsync(new LocalBackendOptions { Root = root, Observer = options.StepObserver, Time = options.Time }, cancellationToken);
        SqliteCatalog? catalog = null;
        try
        {
            var file = CatalogFile(settings);
            var folder = Path.GetDirectoryName(file)!;
            Directory.CreateDirectory(folder);
            catalog = await SqliteCatalog.OpenAsync(file, options.Time, cancellationToken);
            var engine = await HoldfastEngine.StartAsync(
                new EngineOptions
                {
                    Catalog = catalog,
                    Backends = [new EngineBackend(BackendLayers.Guard(local), local)],
                    LockFolder = folder,
                    OnExternalChange = OnExternalChange(settings),
                    AdoptOnStart = settings.Text(SettingNames.AdoptOnStart) is "auto",
                    RelaxedPrefixes = [.. settings.ByPrefix(SettingNames.Durability).Rules.Where(r => r.Value is "relaxed").Select(r => r.Prefix)],
                    ProbeEvery = settings.Duration(SettingNames.BackendReprobeSeconds),
                    Lease = settings.Duration(SettingNames.CatalogLeaseSeconds),
                    JournalRetention = settings.Duration(SettingNames.JournalRetention),
                    Time = options.Time,
                    Steps = options.StepObserver,
                    Logging = logging,
                },
                cancellationToken);
            return new Storage(catalog, local, engine);
        }
        catch
        {
            if (catalog is not null)
            {
                await catalog.DisposeAsync();
            }

            await local.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Catalog.DisposeAsync();
        await _local.DisposeAsync();
    }

    private static string CatalogFile(EffectiveSettings settings)
    {
        const string scheme = "sqlite:";
        var url = settings.Text(SettingNames.DatabaseUrl);
        if (!url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw StorageErrors.Misconfigured("DATABASE_URL names a PostgreSQL server; this version keeps its catalog in SQLite (sqlite: and a path).");
        }

        var path = url[scheme.Length..];
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        return Path.GetFullPath(path, settings.WorkingDirectory);
    }

    private static ExternalChange OnExternalChange(EffectiveSettings settings) => settings.Text(SettingNames.OnExternalChange) switch
    {
        "report" => ExternalChange.Report,
        "quarantine" => ExternalChange.Quarantine,
        _ => ExternalChange.Adopt,
    };
}
