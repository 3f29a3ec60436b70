using System.Text.Encodings.Web;
using Holdfast.Platform.People.SigningIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Auth;

/// <summary>The page behind a sign-in link; works without scripts.</summary>
internal static class SignInPage
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/sign-in", OpenAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task OpenAsync(HttpContext context, SignIn signIn)
    {
        var code = context.Request.Query["code"].ToString();
        if (code.Length == 0)
        {
            await WriteAsync(context, StatusCodes.Status200OK, "Sign in", "Open the console to sign in with your email and password.");
            return;
        }

        var session = await signIn.WithCodeAsync(code, context.RequestAborted);
        if (session is null)
        {
            await WriteAsync(context, StatusCodes.Status410Gone, "This link cannot be used", "It was used already, or its time is over. Sign in with your password, or ask for another link.");
            return;
        }

        SessionCookie.Set(context, session);
        await WriteAsync(context, StatusCodes.Status200OK, "You are signed in", $"Signed in as {session.User.Email}.");
    }

    private static async Task WriteAsync(HttpContext context, int status, string title, string text)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        await response.WriteAsync(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{{title}} · Holdfast</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1.05rem/1.6 system-ui, sans-serif; margin: 15vh auto; max-width: 30rem; padding: 0 1.5rem; }
            h1 { font-size: 1.5rem; }
            </style>
            </head>
            <body>
            <main>
            <h1>{{title}}</h1>
            <p>{{HtmlEncoder.Default.Encode(text)}}</p>
            <p><a href="/">Go to the console</a></p>
            </main>
            </body>
            </html>
            """,
            context.RequestAborted);
    }
}
