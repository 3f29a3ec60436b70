using Holdfast.Platform.People.Accounts;

namespace Holdfast.Server.Auth.Contracts;

internal sealed record OrgJson(long Id, string Name, DateTime CreatedAt)
{
    public static OrgJson Of(Org org) => new(org.Id, org.Name, org.CreatedAt.UtcDateTime);
}

internal sealed record OrgListJson(IReadOnlyList<OrgJson> Orgs, string? NextCursor);

internal sealed record NewOrgJson(string? Name);
