using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.OpenApi;

/// <summary>Maps endpoints that read and write the connection themselves, with what the API's description needs of them.</summary>
internal static class EndpointMapping
{
    /// <summary>Maps one endpoint.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="methods">One method, or several with a comma between.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">What it does.</param>
    /// <param name="policy">Who may; null is everybody.</param>
    /// <param name="doc">What is told about it.</param>
    public static void Map(this IEndpointRouteBuilder routes, string methods, string pattern, RequestDelegate handler, string? policy, EndpointDoc doc)
    {
        // The method's own info makes the endpoint visible to the API description, which otherwise sees handlers with bound parameters only.
        var endpoint = routes.MapMethods(pattern, methods.Split(','), handler).WithMetadata(handler.Method, doc).WithTags(doc.Tag).WithSummary(doc.Summary);
        if (doc.Description is { } description)
        {
            endpoint.WithDescription(description);
        }

        foreach (var (status, type) in doc.Answers)
        {
            endpoint.WithMetadata(type is null
                ? new ProducesResponseTypeMetadata(status, typeof(void), doc.AnswerMediaType is { } media ? [media] : [])
                : new ProducesResponseTypeMetadata(status, type, ["application/json"]));
        }

        if (policy is null)
        {
            endpoint.AllowAnonymous();
        }
        else
        {
            endpoint.RequireAuthorization(policy);
        }
    }

    /// <summary>Maps an endpoint whose path does not begin with <c>/api</c>, and again below <c>/api</c>.</summary>
    public static void MapBoth(this IEndpointRouteBuilder routes, string methods, string pattern, RequestDelegate handler, string? policy, EndpointDoc doc)
    {
        routes.Map(methods, pattern, handler, policy, doc);
        routes.Map(methods, "/api" + pattern, handler, policy, doc);
    }
}
