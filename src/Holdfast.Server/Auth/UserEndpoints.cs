using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Holdfast.Server.Auth.Contracts;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Auth;

/// <summary>Accounts, for superusers.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").RequireAuthorization(Policies.Superuser);
        users.MapGet("", ListAsync).Produces<UserListJson>();
        users.MapPost("", CreateAsync).Accepts<NewUserJson>("application/json").Produces<UserJson>(201).ProducesProblem(400).ProducesProblem(409);
        users.MapGet("/{id}", FindAsync).Produces<UserJson>().ProducesProblem(404);
        users.MapPatch("/{id}", ChangeAsync).Accepts<UserChangeJson>("application/json").Produces<UserJson>().ProducesProblem(404).ProducesProblem(409);
        users.MapDelete("/{id}", DeleteAsync).Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task ListAsync(HttpContext context, Users users, int? limit, string? cursor, long? org_id)
    {
        var page = await users.ListAsync(org_id, AuthBody.Limit(limit), cursor, context.RequestAborted);
        await AuthBody.WriteAsync(context, StatusCodes.Status200OK, new UserListJson([.. page.Items.Select(UserJson.Of)], page.Next), AuthJson.Web.UserListJson);
    }

    private static async Task CreateAsync(HttpContext context, Users users)
    {
        var body = await AuthBody.ReadAsync(context, AuthJson.Web.NewUserJson);
        var user = new NewUser
        {
            Email = body.Email ?? string.Empty,
            Password = body.Password ?? string.Empty,
            OrgId = body.OrgId ?? context.DemandCaller().OrgId,
            Role = RoleOf(body.Role) ?? OrgRole.Viewer,
            Name = body.Name,
            Superuser = body.Superuser ?? false,
            Demo = body.Demo ?? false,
        };
        var made = await users.CreateAsync(user, context.RequestAborted);
        context.Response.Headers.Location = "/api/users/" + made.Id;
        await AuthBody.WriteAsync(context, StatusCodes.Status201Created, UserJson.Of(made), AuthJson.Web.UserJson);
    }

    private static async Task FindAsync(HttpContext context, Users users, string id) =>
        await AnswerAsync(context, await users.FindAsync(id, context.RequestAborted));

    private static async Task ChangeAsync(HttpContext context, Users users, string id)
    {
        var body = await AuthBody.ReadAsync(context, AuthJson.Web.UserChangeJson);
        var change = new UserChange
        {
            Email = body.Email,
            Password = body.Password,
            Name = body.Name,
            OrgId = body.OrgId,
            Role = RoleOf(body.Role),
            Superuser = body.Superuser,
            Demo = body.Demo,
            Unlock = body.Unlock ?? false,
        };
        await AnswerAsync(context, await users.ChangeAsync(id, change, context.RequestAborted));
    }

    private static async Task DeleteAsync(HttpContext context, Users users, string id)
    {
        if (await users.DeleteAsync(id, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await AnswerAsync(context, null);
    }

    private static Task AnswerAsync(HttpContext context, User? user) => user is null
        ? ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "There is no such user.")
        : AuthBody.WriteAsync(context, StatusCodes.Status200OK, UserJson.Of(user), AuthJson.Web.UserJson);

    private static OrgRole? RoleOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return OrgRoleText.TryParse(text, out var role) ? role : throw StorageErrors.InvalidArgument("role is viewer, editor or owner.");
    }
}
