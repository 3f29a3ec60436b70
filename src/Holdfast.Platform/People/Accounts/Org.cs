namespace Holdfast.Platform.People.Accounts;

/// <summary>An organisation: what files, tokens and jobs belong to.</summary>
/// <param name="Id">Its number; the first org is 1.</param>
/// <param name="Name">Its name; nobody else's.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Org(long Id, string Name, DateTimeOffset CreatedAt);
