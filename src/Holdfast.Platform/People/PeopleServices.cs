using Holdfast.Engine.Catalog;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.KeyRing;
using Holdfast.Platform.People.SigningIn;
using Holdfast.Platform.People.Tokens;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Platform.People;

/// <summary>Composes what is about people. Usable without HTTP.</summary>
public static class PeopleServices
{
    // PBKDF2 with HMAC-SHA512; the framework's own default is half of what OWASP asks for today.
    private const int HashIterations = 210_000;

    /// <summary>
    /// Adds <see cref="Users"/>, <see cref="Orgs"/>, <see cref="SignIn"/>, <see cref="SignInCodes"/>, <see cref="AccessTokens"/>, <see cref="CallerLookup"/>,
    /// <see cref="FirstStart"/>, <see cref="ILocalTrust"/>, the upkeep and a key ring in the catalog. An <see cref="ICatalog"/> must be there.
    /// </summary>
    public static IServiceCollection AddHoldfastPeople(this IServiceCollection services, PeopleOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new PeopleSettings(options));
        services.TryAddSingleton<IPasswordHasher<User>>(_ => new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = HashIterations })));
        services.AddSingleton<Passwords>();
        services.AddSingleton<PeopleChanges>();
        services.AddSingleton<SignInGate>();
        services.AddSingleton<TokenUsage>();
        services.AddSingleton<CallerReader>();
        services.AddSingleton<LocalTrust>();
        services.AddSingleton<ILocalTrust>(Get<LocalTrust>);
        services.AddSingleton(s => new CallerLookup(Get<CallerReader>(s), Get<LocalTrust>(s), Get<PeopleChanges>(s), Get<PeopleSettings>(s), Get<TimeProvider>(s)));
        services.AddSingleton(s => new Users(Get<ICatalog>(s), Get<Passwords>(s), Get<PeopleChanges>(s), Get<SignInGate>(s)));
        services.AddSingleton(s => new Orgs(Get<ICatalog>(s)));
        services.AddSingleton(s => new AccessTokens(Get<ICatalog>(s), Get<PeopleChanges>(s)));
        services.AddSingleton(s => new SignIn(Get<ICatalog>(s), Get<Passwords>(s), Get<SignInGate>(s), Get<PeopleChanges>(s), Get<PeopleSettings>(s)));
        services.AddSingleton(s => new SignInCodes(Get<ICatalog>(s), Get<PeopleSettings>(s)));
        services.AddSingleton(s => new FirstStart(Get<ICatalog>(s), Get<Passwords>(s), Get<PeopleSettings>(s)));
        services.AddHostedService(s => new PeopleUpkeep(Get<ICatalog>(s), Get<TokenUsage>(s), Get<TimeProvider>(s), Get<ILogger<PeopleUpkeep>>(s)));
        services.AddOptions<KeyManagementOptions>().Configure<ICatalog, TimeProvider>((keys, catalog, time) => keys.XmlRepository = new CatalogKeyRing(catalog, time));
        return services;
    }

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
