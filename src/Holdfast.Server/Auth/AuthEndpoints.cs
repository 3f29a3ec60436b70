using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Auth;

/// <summary>The endpoints of sign-in, tokens, users and orgs.</summary>
public static class AuthEndpoints
{
    /// <summary>
    /// Maps <c>/api/auth/*</c>, <c>/api/tokens</c>, <c>/api/users</c>, <c>/api/orgs</c> and <c>/sign-in</c>. Each names its policy itself. Storage errors and refused
    /// bodies leave as exceptions, for the application's problem answers.
    /// </summary>
    public static IEndpointRouteBuilder MapAuthEndpoints(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup(string.Empty).AddEndpointFilter<RouteGroupBuilder, AuthProblems>();
        SignInEndpoints.Map(group);
        TokenEndpoints.Map(group);
        UserEndpoints.Map(group);
        OrgEndpoints.Map(group);
        SignInPage.Map(group);
        return routes;
    }
}
