namespace Holdfast.Platform.People;

/// <summary>The first superuser, who was just made. What is secret in it is known at this moment only.</summary>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Password">The password that was made up; null when the settings gave one.</param>
/// <param name="SignInPath">The path of a link that signs in once, below the server's address.</param>
/// <param name="LinkExpiresAt">Until when the link can be used.</param>
public sealed record FirstStartResult(string Email, string? Password, string SignInPath, DateTimeOffset LinkExpiresAt)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"{nameof(FirstStartResult)} {Email}";
}
