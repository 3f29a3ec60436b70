using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.SigningIn;
using Holdfast.Platform.People.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Platform.Tests.People;

/// <summary>One server's people over a catalog in a folder of its own; another one over the same file plays a second server or a restart.</summary>
internal sealed class PeopleHost : IAsyncDisposable
{
    public const string AdminPassword = "correct horse battery";

    private readonly string? _ownFolder;
    private ServiceProvider _services = null!;

    private PeopleHost(string file, string? ownFolder, ManualTime time)
    {
        File = file;
        _ownFolder = ownFolder;
        Time = time;
    }

    public string File { get; }

    public ManualTime Time { get; }

    public CountingHasher Hasher { get; } = new();

    public CountingCatalog Catalog { get; private set; } = null!;

    public SignIn SignIn => Get<SignIn>();

    public CallerLookup Callers => Get<CallerLookup>();

    public AccessTokens Tokens => Get<AccessTokens>();

    public Users Users => Get<Users>();

    public Orgs Orgs => Get<Orgs>();

    public FirstStart FirstStart => Get<FirstStart>();

    public static Task<PeopleHost> StartAsync(Func<PeopleOptions, PeopleOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-people-").FullName;
        return OpenAsync(new PeopleHost(Path.Join(folder, "catalog.db"), folder, new ManualTime()), change);
    }

    public Task<PeopleHost> AnotherAsync(Func<PeopleOptions, PeopleOptions>? change = null) => OpenAsync(new PeopleHost(File, null, Time), change);

    /// <summary>The superuser's session.</summary>
    public async Task<Caller> AdminAsync()
    {
        await FirstStart.EnsureAsync(CancellationToken.None);
        return await CallerAsync("admin@localhost", AdminPassword);
    }

    /// <summary>A new user's session.</summary>
    public async Task<Caller> MemberAsync(string email, OrgRole role, long orgId = 1)
    {
        await Users.CreateAsync(new NewUser { Email = email, Password = "password of " + email, OrgId = orgId, Role = role }, CancellationToken.None);
        return await CallerAsync(email, "password of " + email);
    }

    public async Task<Caller> CallerAsync(string email, string password)
    {
        var session = (await SignIn.WithPasswordAsync(email, password, "test", null, CancellationToken.None)).ShouldNotBeNull();
        return (await Callers.FindAsync(session.AccessToken, CancellationToken.None)).ShouldNotBeNull();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Catalog.DisposeAsync();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }

    private static async Task<PeopleHost> OpenAsync(PeopleHost host, Func<PeopleOptions, PeopleOptions>? change)
    {
        host.Catalog = new CountingCatalog(await SqliteCatalog.OpenAsync(host.File, host.Time, CancellationToken.None));
        var options = new PeopleOptions { AdminPassword = AdminPassword };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(host.Time);
        services.AddSingleton<ICatalog>(host.Catalog);
        services.AddSingleton<IPasswordHasher<User>>(host.Hasher);
        services.AddHoldfastPeople(change?.Invoke(options) ?? options);
        host._services = services.BuildServiceProvider();
        return host;
    }
}
