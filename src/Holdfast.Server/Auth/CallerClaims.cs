using System.Globalization;
using System.Security.Claims;

namespace Holdfast.Server.Auth;

/// <summary>What a signed-in request says of its caller, as claims.</summary>
public static class CallerClaims
{
    /// <summary>The user's id.</summary>
    public const string Subject = "sub";

    /// <summary>The user's address; missing for the local machine.</summary>
    public const string Email = "email";

    /// <summary>The id of the token or session.</summary>
    public const string Token = "jti";

    /// <summary>The org's id, a number.</summary>
    public const string Org = "org";

    /// <summary><c>viewer</c>, <c>editor</c> or <c>owner</c>.</summary>
    public const string Role = "role";

    /// <summary><c>true</c> for superusers whose token has the scope <c>admin</c>.</summary>
    public const string Superuser = "superuser";

    /// <summary><c>read</c>, <c>write</c> or <c>admin</c>, one claim each; only what the role allows too.</summary>
    public const string Scope = "scope";

    /// <summary>The key prefix a token is limited to, where it is.</summary>
    public const string KeyPrefix = "key_prefix";

    /// <summary>The caller's org; the first org when the request is not signed in.</summary>
    public static long OrgId(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return long.TryParse(caller.FindFirstValue(Org), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 1;
    }

    /// <summary>Whether the caller is a superuser.</summary>
    public static bool IsSuperuser(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.HasClaim(Superuser, "true");
    }
}
