using Holdfast.Platform.People.Accounts;

namespace Holdfast.Platform.People.SigningIn;

/// <summary>A session that just began: the only moment its secret is known.</summary>
/// <param name="User">Who.</param>
/// <param name="OrgId">The org the session is in.</param>
/// <param name="Role">The role there.</param>
/// <param name="AccessToken">The secret of the session, for the cookie and for programs.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record SignedIn(User User, long OrgId, OrgRole Role, string AccessToken, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(SignedIn)} {User.Id}";
}
