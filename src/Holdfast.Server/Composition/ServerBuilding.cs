using System.Text.Json;
using Holdfast.Server.Auth;
using Holdfast.Server.Files;
using Holdfast.Server.Files.Reading;
using Holdfast.Server.Files.Writing;
using Holdfast.Server.Idempotency;
using Holdfast.Server.Jobs;
using Holdfast.Server.Logging;
using Holdfast.Server.Metrics;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Paths;
using Holdfast.Server.Problems;
using Holdfast.Server.Status;
using Holdfast.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Server.Composition;

/// <summary>Builds the host: services, limits, the order of what a request passes through, and the endpoints.</summary>
internal static class ServerBuilding
{
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(12);

    /// <summary>Builds a server over whatever <paramref name="addStorage"/> registers as the engine and the catalog.</summary>
    public static WebApplication Build(HttpSettings settings, ServerOptions options, IReadOnlyList<string> urls, Action<IServiceCollection> addStorage)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Holdfast.Server" });
        AddLogging(builder.Logging, settings, options);
        AddServices(builder.Services, settings, options);
        addStorage(builder.Services);
        options.ConfigureServices?.Invoke(builder.Services);
        builder.WebHost.UseKestrel(kestrel => KestrelLimits.Apply(kestrel, options.UnixSocket));
        if (options.UnixSocket is null)
        {
            builder.WebHost.UseUrls([.. urls]);
        }

        var app = builder.Build();
        try
        {
            UsePipeline(app, settings);
            MapEndpoints(app);
            return app;
        }
        catch
        {
            // What was opened before the failure is closed again.
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    private static void AddLogging(ILoggingBuilder logging, HttpSettings settings, ServerOptions options)
    {
        logging.Services.AddSingleton<ConsoleFormatter>(new HoldfastFormatter(settings.JsonLogs, options.Time));
        logging.AddConsole(console => console.FormatterName = HoldfastFormatter.FormatterName);
        var atLeastWarning = settings.LogLevel < LogLevel.Warning ? LogLevel.Warning : settings.LogLevel;
        logging.SetMinimumLevel(options.QuietLogging ? atLeastWarning : settings.LogLevel);
        // The framework's own request lines hold whole URLs.
        logging.AddFilter("Microsoft", atLeastWarning);
        logging.AddFilter("System", atLeastWarning);
        // It warns at each first start that its keys lie in the catalog as they are; who reads the catalog has the objects anyway.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", settings.LogLevel > LogLevel.Error ? settings.LogLevel : LogLevel.Error);
    }

    private static void AddServices(IServiceCollection services, HttpSettings settings, ServerOptions options)
    {
        services.AddSingleton(settings);
        services.AddSingleton(options.Time);
        services.AddRouting();
        services.AddMetrics();
        services.AddAuthorization();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.Configure<RouteOptions>(routes => routes.SuppressCheckForUnhandledSecurityMetadata = false);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, Contracts.HoldfastJson.Web);
        });
        if (settings.CorsOrigins.Count > 0)
        {
            services.AddCors(cors => cors.AddDefaultPolicy(policy => CorsRules.Apply(policy, settings.CorsOrigins)));
        }

        if (settings.TrustedProxies.Count > 0)
        {
            services.Configure<ForwardedHeadersOptions>(forwarded => ProxyRules.Apply(forwarded, settings.TrustedProxies));
        }

        services.AddSingleton<UploadRules>();
        services.AddSingleton<NameReservations>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<FileReads>();
        services.AddSingleton<FileWrites>();
        services.AddSingleton<FormUploads>();
        services.AddSingleton<FileActions>();
        services.AddSingleton<JobEvents>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<StatusEndpoints>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddSingleton<PerformanceRecorder>();
        services.AddSingleton<PerformanceEndpoint>();
        services.AddHoldfastOpenApi();
        if (settings.OtlpEndpoint is { } endpoint)
        {
            services.AddHostedService(_ => new OtlpExport(endpoint));
        }
    }

    private static void UsePipeline(WebApplication app, HttpSettings settings)
    {
        if (settings.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (settings.PublicUrl is { } url && new Uri(url).AbsolutePath.TrimEnd('/') is { Length: > 0 } pathBase)
        {
            app.UsePathBase(pathBase);
        }

        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<FileKeyMiddleware>();
        app.UseRouting();
        if (settings.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void MapEndpoints(WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<MetricsCollector>().Start();
        services.GetRequiredService<PerformanceRecorder>().Start();
        FileEndpoints.Map(
            app,
            services.GetRequiredService<FileReads>(),
            services.GetRequiredService<FileWrites>(),
            services.GetRequiredService<FormUploads>(),
            services.GetRequiredService<FileActions>());
        JobEndpoints.Map(app, services.GetRequiredService<JobEndpoints>(), services.GetRequiredService<JobEvents>());
        StatusEndpoints.Map(app, services.GetRequiredService<StatusEndpoints>());
        HealthEndpoints.Map(app, services.GetRequiredService<HealthEndpoints>());
        MetricsEndpoint.Map(app, services.GetRequiredService<MetricsEndpoint>());
        PerformanceEndpoint.Map(app, services.GetRequiredService<PerformanceEndpoint>());
        LandingPage.Map(app);
        app.MapAuthEndpoints();
        app.MapHoldfastOpenApi();
    }
}
