using System.Globalization;
using Holdfast.Platform.People;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Auth;

/// <summary>Answers what only signing in can fail with: 401, 403 and 429.</summary>
internal sealed class AuthProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (AccessDeniedException denied)
        {
            await ProblemWriter.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, "forbidden", denied.Message);
        }
        catch (TooManyAttemptsException tooMany)
        {
            await LimitedAsync(context.HttpContext, tooMany);
        }

        return Results.Empty;
    }

    public static Task UnauthorizedAsync(HttpContext context, string detail, bool badToken = false)
    {
        OnStarting(context, headers => headers.WWWAuthenticate = badToken ? "Bearer error=\"invalid_token\"" : "Bearer");
        return ProblemWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", detail);
    }

    private static Task LimitedAsync(HttpContext context, TooManyAttemptsException tooMany)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(tooMany.RetryAfter.TotalSeconds));
        OnStarting(context, headers => headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture));
        return ProblemWriter.WriteAsync(
            context, StatusCodes.Status429TooManyRequests, "rate_limited", tooMany.Message, new Dictionary<string, object?> { ["retry_after_seconds"] = seconds });
    }

    // The problem's writer clears the answer first.
    private static void OnStarting(HttpContext context, Action<IHeaderDictionary> set) => context.Response.OnStarting(() =>
    {
        set(context.Response.Headers);
        return Task.CompletedTask;
    });
}
