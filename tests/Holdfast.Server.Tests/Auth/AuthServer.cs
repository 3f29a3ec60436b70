using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.Tokens;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Tests.Auth;

/// <summary>Sign-in alone, behind a real socket.</summary>
internal sealed class AuthServer : IAsyncDisposable
{
    public const string Admin = "admin@localhost";
    public const string AdminPassword = "correct horse battery";

    private readonly string _folder;
    private readonly ICatalog _catalog;
    private readonly WebApplication _app;

    private AuthServer(string folder, ICatalog catalog, WebApplication app, CapturedLogs logs)
    {
        (_folder, _catalog, _app, Logs) = (folder, catalog, app, logs);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public CapturedLogs Logs { get; }

    public FirstStartResult First { get; private set; } = null!;

    public string LocalToken => _app.Services.GetRequiredService<ILocalTrust>().Token;

    public static async Task<AuthServer> StartAsync(Func<PeopleOptions, PeopleOptions>? change = null, AuthOptions? auth = null)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-auth-").FullName;
        var catalog = await SqliteCatalog.OpenAsync(Path.Join(folder, "catalog.db"), TimeProvider.System, CancellationToken.None);
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        var options = new PeopleOptions { AdminPassword = AdminPassword };
        builder.Services.AddSingleton<ICatalog>(catalog);
        builder.Services.AddSingleton<IPasswordHasher<User>>(new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 100 })));
        builder.Services.AddHoldfastPeople(change?.Invoke(options) ?? options).AddHoldfastAuth(auth ?? new AuthOptions());
        var app = builder.Build();
        app.Use(AnswerErrorsAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAuthEndpoints();
        app.MapGet("/t/open", (HttpContext context) => context.User.Identity!.IsAuthenticated.ToString());
        app.MapGet("/t/read", () => "ok").RequireAuthorization(Policies.Read);
        app.MapPost("/t/write", () => "ok").RequireAuthorization(Policies.Write);
        app.MapGet("/t/super", () => "ok").RequireAuthorization(Policies.Superuser);
        await app.StartAsync();
        var server = new AuthServer(folder, catalog, app, logs);
        server.First = (await app.Services.GetRequiredService<FirstStart>().EnsureAsync(CancellationToken.None)).ShouldNotBeNull();
        return server;
    }

    /// <summary>A client without cookies, with a token where one is given.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<string> LoginAsync(string email = Admin, string password = AdminPassword)
    {
        using var client = Client();
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email, password });
        answer.EnsureSuccessStatusCode();
        return (await JsonAsync(answer)).GetProperty("access_token").GetString()!;
    }

    /// <summary>A client of a new user.</summary>
    public async Task<HttpClient> MemberAsync(string role, string email = "member@example.com", long orgId = 1)
    {
        using var admin = Client(await LoginAsync());
        using var made = await admin.PostAsJsonAsync("/api/users", new { email, password = "a long password", org_id = orgId, role });
        made.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        return Client(await LoginAsync(email, "a long password"));
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The whole server has one place for this; here is as much of it as sign-in can meet.
    private static async Task AnswerErrorsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (StorageException error)
        {
            var (status, code) = error.Kind switch
            {
                StorageErrorKind.InvalidArgument => (400, "invalid_argument"),
                StorageErrorKind.NotFound => (404, "not_found"),
                StorageErrorKind.Conflict => (409, "conflict"),
                _ => (503, "unavailable"),
            };
            await ProblemWriter.WriteAsync(context, status, code, error.Message);
        }
        catch (BadHttpRequestException error)
        {
            await ProblemWriter.WriteAsync(context, error.StatusCode, "bad_request", error.Message);
        }
    }
}
