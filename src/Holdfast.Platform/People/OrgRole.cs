namespace Holdfast.Platform.People;

/// <summary>What a member may do in an org. Each includes the ones before it.</summary>
public enum OrgRole
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Reads and writes.</summary>
    Editor,

    /// <summary>Reads, writes and administers the org.</summary>
    Owner,
}
