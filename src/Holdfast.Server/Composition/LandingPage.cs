using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Composition;

/// <summary>What a browser sees at the root.</summary>
internal static class LandingPage
{
    private static readonly byte[] Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Holdfast</title>
          <style>
            :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
            body { max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; }
          </style>
        </head>
        <body>
          <h1>Holdfast</h1>
          <p>This is the HTTP API of a storage server. Sign in with a token to use it.</p>
          <ul>
            <li><a href="docs">The API, to browse</a></li>
            <li><a href="openapi/v1.json">The API, as OpenAPI</a></li>
            <li><a href="healthz">Whether the server is live</a></li>
            <li><a href="readyz">Whether it is ready</a></li>
          </ul>
        </body>
        </html>
        """u8.ToArray();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map("GET,HEAD", "/", WriteAsync, null, new("pages", "A page with links") { Answers = { [200] = null }, AnswerMediaType = "text/html" });

    private static Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Page.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(Page, context.RequestAborted).AsTask();
    }
}
