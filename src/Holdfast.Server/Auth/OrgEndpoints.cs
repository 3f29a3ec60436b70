using Holdfast.Platform.People.Accounts;
using Holdfast.Server.Auth.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Auth;

/// <summary>Orgs: superusers see and make all, others see their own.</summary>
internal static class OrgEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/orgs", ListAsync).RequireAuthorization(Policies.Read).Produces<OrgListJson>();
        routes.MapPost("/api/orgs", CreateAsync).RequireAuthorization(Policies.Superuser)
            .Accepts<NewOrgJson>("application/json").Produces<OrgJson>(201).ProducesProblem(409);
    }

    private static async Task ListAsync(HttpContext context, Orgs orgs, int? limit, string? cursor)
    {
        var caller = context.DemandCaller();
        var page = await orgs.ListAsync(caller.Superuser ? null : caller.UserId, AuthBody.Limit(limit), cursor, context.RequestAborted);
        await AuthBody.WriteAsync(context, StatusCodes.Status200OK, new OrgListJson([.. page.Items.Select(OrgJson.Of)], page.Next), AuthJson.Web.OrgListJson);
    }

    private static async Task CreateAsync(HttpContext context, Orgs orgs)
    {
        var body = await AuthBody.ReadAsync(context, AuthJson.Web.NewOrgJson);
        var org = await orgs.CreateAsync(body.Name ?? string.Empty, context.RequestAborted);
        await AuthBody.WriteAsync(context, StatusCodes.Status201Created, OrgJson.Of(org), AuthJson.Web.OrgJson);
    }
}
