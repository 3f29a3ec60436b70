using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Auth;

/// <summary>Composes sign-in over HTTP: the scheme, the policies, the anti-forgery rule.</summary>
public static class AuthServices
{
    /// <summary>
    /// Adds what <see cref="AuthEndpoints.MapAuthEndpoints"/> and the policies need; <c>AddHoldfastPeople</c> must be added too. The application then uses
    /// authentication and authorization as always.
    /// </summary>
    public static IServiceCollection AddHoldfastAuth(this IServiceCollection services, AuthOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(options);
        services.AddSingleton<CsrfRule>();
        services.AddSingleton<CallerTickets>();
        services.AddDataProtection();
        services.AddAuthentication(AuthNames.Scheme).AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(AuthNames.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Read, policy => policy.RequireAuthenticatedUser().RequireClaim(CallerClaims.Scope, "read"))
            .AddPolicy(Policies.Write, policy => policy.RequireAuthenticatedUser().RequireClaim(CallerClaims.Scope, "write"))
            .AddPolicy(Policies.Superuser, policy => policy.RequireAuthenticatedUser().RequireClaim(CallerClaims.Superuser, "true").RequireClaim(CallerClaims.Scope, "admin"));

        // These messages hold the request's query, and a query may hold the code of a sign-in link.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services;
    }
}
