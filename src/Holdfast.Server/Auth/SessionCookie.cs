using Holdfast.Platform.People.SigningIn;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Auth;

/// <summary>The console's cookie: out of reach of scripts and of other sites, and never over plain HTTP where the page came by HTTPS.</summary>
internal static class SessionCookie
{
    public static void Set(HttpContext context, SignedIn session) => context.Response.Cookies.Append(AuthNames.Cookie, session.AccessToken, Options(context, session.ExpiresAt));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(AuthNames.Cookie, Options(context, null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
        Expires = expires,
    };
}
