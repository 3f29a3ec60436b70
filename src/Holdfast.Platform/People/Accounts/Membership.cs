namespace Holdfast.Platform.People.Accounts;

/// <summary>A user's place in an org.</summary>
/// <param name="OrgId">The org.</param>
/// <param name="OrgName">Its name.</param>
/// <param name="Role">What the user may do in it.</param>
public sealed record Membership(long OrgId, string OrgName, OrgRole Role);
