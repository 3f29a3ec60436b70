using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Auth;

/// <summary>
/// What a request with the cookie must show before it may change something: the header <c>X-Holdfast-Csrf</c>, which a page of another origin cannot
/// send without being allowed by CORS, and, where the browser says where it comes from, an origin that is ours. A bearer token needs neither,
/// because no browser sends it by itself.
/// </summary>
internal sealed class CsrfRule(AuthOptions options)
{
    public const string Explanation = $"A request with the cookie changes something only with the header {AuthNames.CsrfHeader}, from a page of this server.";

    /// <summary>Whether the request may act with the cookie.</summary>
    public bool Allows(HttpRequest request) => IsSafe(request.Method) || (request.Headers[AuthNames.CsrfHeader].ToString().Length > 0 && IsOurs(request));

    /// <summary>Whether the browser names no origin or one of ours. Only the host is compared: a proxy may have taken TLS off.</summary>
    public bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" && !IsTrusted(request.Headers.Origin.ToString()))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || IsTrusted(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private bool IsTrusted(string origin) => options.TrustedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
