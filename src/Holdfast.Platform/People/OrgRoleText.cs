namespace Holdfast.Platform.People;

/// <summary>Roles as they are written in the API and in the catalog.</summary>
public static class OrgRoleText
{
    /// <summary><c>viewer</c>, <c>editor</c> or <c>owner</c>.</summary>
    public static string ToText(this OrgRole role) => role switch
    {
        OrgRole.Editor => "editor",
        OrgRole.Owner => "owner",
        _ => "viewer",
    };

    /// <summary>The role of a text, in any case; false when it is none.</summary>
    public static bool TryParse(string? text, out OrgRole role)
    {
        (var known, role) = text?.Trim().ToLowerInvariant() switch
        {
            "viewer" => (true, OrgRole.Viewer),
            "editor" => (true, OrgRole.Editor),
            "owner" => (true, OrgRole.Owner),
            _ => (false, OrgRole.Viewer),
        };
        return known;
    }

    // What the catalog holds was written by us; anything else gets the least.
    internal static OrgRole Read(string? text) => TryParse(text, out var role) ? role : OrgRole.Viewer;
}
