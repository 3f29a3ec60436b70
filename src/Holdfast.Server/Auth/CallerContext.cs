using Holdfast.Platform.People.Tokens;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Auth;

/// <summary>The caller of a request.</summary>
public static class CallerContext
{
    /// <summary>The caller, or null when the request is not signed in.</summary>
    public static Caller? FindCaller(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<Caller>();
    }

    /// <summary>The caller of an endpoint that asks for sign-in.</summary>
    internal static Caller DemandCaller(this HttpContext context) =>
        context.FindCaller() ?? throw new InvalidOperationException("The endpoint does not ask for sign-in.");
}
