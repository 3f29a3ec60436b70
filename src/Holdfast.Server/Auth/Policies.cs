namespace Holdfast.Server.Auth;

/// <summary>The names of the authorization policies that endpoints ask for.</summary>
public static class Policies
{
    /// <summary>Signed in, whatever the scopes.</summary>
    public const string SignedIn = "signed_in";

    /// <summary>Signed in, with the scope <c>read</c>.</summary>
    public const string Read = "read";

    /// <summary>Signed in, with the scope <c>write</c> and a role that may write (editor or owner).</summary>
    public const string Write = "write";

    /// <summary>A superuser with the scope <c>admin</c>.</summary>
    public const string Superuser = "superuser";
}
