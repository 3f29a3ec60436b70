using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.SigningIn;
using Holdfast.Platform.People.Tokens;
using Holdfast.Server.Auth.Contracts;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Auth;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/auth/login", LoginAsync).AllowAnonymous()
            .Accepts<LoginRequestJson>("application/json").Produces<SessionJson>().ProducesProblem(401).ProducesProblem(429);
        routes.MapPost("/api/auth/logout", LogoutAsync).RequireAuthorization(Policies.SignedIn).Produces(204);
        routes.MapGet("/api/auth/me", MeAsync).RequireAuthorization(Policies.SignedIn).Produces<CallerJson>();
        routes.MapPost("/api/auth/password", PasswordAsync).RequireAuthorization(Policies.SignedIn)
            .Accepts<PasswordRequestJson>("application/json").Produces<SessionJson>().ProducesProblem(401);
        routes.MapGet("/api/auth/demo-users", DemoAsync).AllowAnonymous().Produces<DemoUsersJson>().ProducesProblem(404);
    }

    private static async Task LoginAsync(HttpContext context, SignIn signIn, CsrfRule csrf)
    {
        if (!csrf.IsOurs(context.Request))
        {
            throw new AccessDeniedException("Sign in from a page of this server.");
        }

        var body = await AuthBody.ReadAsync(context, AuthJson.Web.LoginRequestJson);
        if (body is not { Email: { Length: > 0 } email, Password: { Length: > 0 } password })
        {
            throw StorageErrors.InvalidArgument("email and password are needed.");
        }

        var session = await signIn.WithPasswordAsync(email, password, ClientName.Of(context), body.OrgId, context.RequestAborted);
        await AnswerAsync(context, session, "The email or password is wrong, or the account is locked for now.");
    }

    private static async Task PasswordAsync(HttpContext context, SignIn signIn)
    {
        var body = await AuthBody.ReadAsync(context, AuthJson.Web.PasswordRequestJson);
        if (body is not { CurrentPassword: { Length: > 0 } current, NewPassword: { Length: > 0 } wanted })
        {
            throw StorageErrors.InvalidArgument("current_password and new_password are needed.");
        }

        var session = await signIn.ChangePasswordAsync(context.DemandCaller(), current, wanted, ClientName.Of(context), context.RequestAborted);
        await AnswerAsync(context, session, "The current password is wrong, or the account is locked for now.");
    }

    private static async Task LogoutAsync(HttpContext context, SignIn signIn)
    {
        await signIn.OutAsync(context.DemandCaller(), context.RequestAborted);
        SessionCookie.Remove(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task MeAsync(HttpContext context, Users users)
    {
        var caller = context.DemandCaller();
        var user = caller.Kind is CredentialKind.LocalTrust ? null : await users.FindAsync(caller.UserId, context.RequestAborted);
        var answer = new CallerJson
        {
            Id = caller.UserId,
            Email = caller.Email,
            Name = user?.Name,
            Superuser = caller.Superuser,
            OrgId = caller.OrgId,
            Role = caller.Role.ToText(),
            Scopes = caller.Scopes.ToWords(),
            KeyPrefix = caller.KeyPrefix,
            SignedInBy = caller.Kind switch
            {
                CredentialKind.Session => "session",
                CredentialKind.Token => "token",
                _ => "local",
            },
            ExpiresAt = caller.ExpiresAt?.UtcDateTime,
            Orgs = user is null ? [] : MembershipJson.Of(user),
        };
        await AuthBody.WriteAsync(context, StatusCodes.Status200OK, answer, AuthJson.Web.CallerJson);
    }

    private static async Task DemoAsync(HttpContext context, Users users, PeopleSettings settings)
    {
        if (!settings.Current.DemoUsers)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "Demo users are off.");
            return;
        }

        var demo = await users.DemoAsync(context.RequestAborted);
        var answer = new DemoUsersJson([.. demo.Select(UserJson.Of).Select(user => new DemoUserJson(user.Name, user.Email, user.Role))]);
        await AuthBody.WriteAsync(context, StatusCodes.Status200OK, answer, AuthJson.Web.DemoUsersJson);
    }

    private static async Task AnswerAsync(HttpContext context, SignedIn? session, string refusal)
    {
        if (session is null)
        {
            await AuthProblems.UnauthorizedAsync(context, refusal);
            return;
        }

        SessionCookie.Set(context, session);
        var answer = new SessionJson(session.AccessToken, "Bearer", session.ExpiresAt.UtcDateTime, UserJson.Of(session.User) with { OrgId = session.OrgId, Role = session.Role.ToText() });
        await AuthBody.WriteAsync(context, StatusCodes.Status200OK, answer, AuthJson.Web.SessionJson);
    }
}
