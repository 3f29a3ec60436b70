using Holdfast.Errors;
using Holdfast.Platform.People.Tokens;
using Holdfast.Server.Auth.Contracts;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Auth;

/// <summary>The caller's own tokens.</summary>
internal static class TokenEndpoints
{
    private const long MostSeconds = 100L * 366 * 86_400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/tokens").RequireAuthorization(Policies.SignedIn);
        tokens.MapPost("", CreateAsync).Accepts<NewTokenJson>("application/json").Produces<TokenJson>(201).ProducesProblem(400).ProducesProblem(403);
        tokens.MapGet("", ListAsync).RequireAuthorization(Policies.Read).Produces<TokenListJson>();
        tokens.MapDelete("/{id}", RevokeAsync).Produces(204).ProducesProblem(404);
    }

    private static async Task CreateAsync(HttpContext context, AccessTokens tokens, TimeProvider time)
    {
        var body = await AuthBody.ReadAsync(context, AuthJson.Web.NewTokenJson);
        if (!TokenScopeText.TryParse(body.Scopes ?? ["read"], out var scopes))
        {
            throw StorageErrors.InvalidArgument("scopes is a list of read, write, admin.");
        }

        if (body.ExpiresIn is <= 0 or > MostSeconds)
        {
            throw StorageErrors.InvalidArgument($"expires_in is 1 to {MostSeconds} seconds.");
        }

        var wanted = new NewAccessToken
        {
            Name = body.Name ?? "token",
            Scopes = scopes,
            ExpiresAt = body.ExpiresAt ?? (body.ExpiresIn is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null),
            KeyPrefix = body.KeyPrefix,
        };
        var made = await tokens.CreateAsync(context.DemandCaller(), wanted, context.RequestAborted);
        await AuthBody.WriteAsync(context, StatusCodes.Status201Created, TokenJson.Of(made.Token, made.Secret), AuthJson.Web.TokenJson);
    }

    private static async Task ListAsync(HttpContext context, AccessTokens tokens, int? limit, string? cursor)
    {
        var page = await tokens.ListAsync(context.DemandCaller(), AuthBody.Limit(limit), cursor, context.RequestAborted);
        var answer = new TokenListJson([.. page.Items.Select(token => TokenJson.Of(token))], page.Next);
        await AuthBody.WriteAsync(context, StatusCodes.Status200OK, answer, AuthJson.Web.TokenListJson);
    }

    private static async Task RevokeAsync(HttpContext context, AccessTokens tokens, string id)
    {
        if (await tokens.RevokeAsync(context.DemandCaller(), id, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "There is no such token.");
    }
}
