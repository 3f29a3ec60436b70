using System.Security.Claims;
using System.Text.Encodings.Web;
using Holdfast.Server.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Tests.Support;

/// <summary>Signs in whoever the Authorization header says: <c>Test sub=7;org=2;role=editor</c>.</summary>
internal sealed class TestCaller(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Admin = "Test sub=1;org=1;role=owner;superuser=true;scope=admin";
    public const string Member = "Test sub=2;org=1;role=editor";
    public const string Other = "Test sub=3;org=2;role=editor";
    public const string Viewer = "Test sub=4;org=1;role=viewer";

    public static void Register(IServiceCollection services)
    {
        services.AddAuthentication(o => o.DefaultScheme = o.DefaultAuthenticateScheme = o.DefaultChallengeScheme = "Test").AddScheme<AuthenticationSchemeOptions, TestCaller>("Test", null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Read, p => p.AddAuthenticationSchemes("Test").RequireAuthenticatedUser())
            .AddPolicy(Policies.Write, p => p.AddAuthenticationSchemes("Test").RequireAuthenticatedUser().RequireClaim(CallerClaims.Role, "editor", "owner"))
            .AddPolicy(Policies.Superuser, p => p.AddAuthenticationSchemes("Test").RequireAuthenticatedUser().RequireClaim(CallerClaims.Superuser, "true"));
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Test ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var claims = header[5..].Split(';').Select(p => p.Split('=', 2)).Select(p => new Claim(p[0], p[1]));
        var identity = new ClaimsIdentity(claims, "Test");
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "Test")));
    }
}
