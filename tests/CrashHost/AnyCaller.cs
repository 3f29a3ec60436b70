using System.Security.Claims;
using System.Text.Encodings.Web;
using Holdfast.Server.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Crash.Host;

/// <summary>Takes every request for a superuser's: who may do what is tested elsewhere, and a hash of a password for each start would only cost time.</summary>
internal sealed class AnyCaller(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Name = "AnyCaller";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AnyCaller>(Name, null);
        services.PostConfigure<AuthenticationOptions>(o => o.DefaultScheme = o.DefaultAuthenticateScheme = o.DefaultChallengeScheme = Name);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Read, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Write, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Superuser, policy => policy.RequireAuthenticatedUser());
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        Claim[] claims = [new(CallerClaims.Subject, "tests"), new(CallerClaims.Org, "1"), new(CallerClaims.Role, "owner"), new(CallerClaims.Superuser, "true"), new(CallerClaims.Scope, "read"), new(CallerClaims.Scope, "write"), new(CallerClaims.Scope, "admin")];
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Name)), Name)));
    }
}
