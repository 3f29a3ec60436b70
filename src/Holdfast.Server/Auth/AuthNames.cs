namespace Holdfast.Server.Auth;

/// <summary>The names that clients see.</summary>
public static class AuthNames
{
    /// <summary>The one authentication scheme: a bearer token, or the console's cookie.</summary>
    public const string Scheme = "Holdfast";

    /// <summary>The cookie that holds a session.</summary>
    public const string Cookie = "holdfast_session";

    /// <summary>The header, with any value, that requests with the cookie need to change something.</summary>
    public const string CsrfHeader = "X-Holdfast-Csrf";
}
