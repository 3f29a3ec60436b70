using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Holdfast.Server.Auth;

/// <summary>Callers as claims, made once for each and kept as long as the caller is remembered. Nobody may add to them.</summary>
internal sealed class CallerTickets
{
    private readonly ConditionalWeakTable<Caller, AuthenticateResult> _results = [];

    public AuthenticateResult For(Caller caller) => _results.GetValue(caller, Make);

    private static AuthenticateResult Make(Caller caller)
    {
        var claims = new List<Claim>
        {
            new(CallerClaims.Subject, caller.UserId),
            new(CallerClaims.Token, caller.TokenId),
            new(CallerClaims.Org, caller.OrgId.ToString(CultureInfo.InvariantCulture)),
            new(CallerClaims.Role, caller.Role.ToText()),
        };
        claims.AddRange(caller.Scopes.ToWords().Select(scope => new Claim(CallerClaims.Scope, scope)));
        if (caller.Email is { } email)
        {
            claims.Add(new Claim(CallerClaims.Email, email));
        }

        if (caller.Superuser)
        {
            claims.Add(new Claim(CallerClaims.Superuser, "true"));
        }

        if (caller.KeyPrefix is { } prefix)
        {
            claims.Add(new Claim(CallerClaims.KeyPrefix, prefix));
        }

        var identity = new ClaimsIdentity(claims, AuthNames.Scheme, CallerClaims.Email, CallerClaims.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), AuthNames.Scheme));
    }
}
