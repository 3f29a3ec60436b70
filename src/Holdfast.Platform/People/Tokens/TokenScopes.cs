namespace Holdfast.Platform.People.Tokens;

/// <summary>What a token is good for, at most; its user's role limits it further.</summary>
[Flags]
public enum TokenScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reads files and facts about them.</summary>
    Read = 1,

    /// <summary>Writes and deletes. Does not include reading.</summary>
    Write = 2,

    /// <summary>Administers; for superusers only. Includes the other two.</summary>
    Admin = 4,

    /// <summary>All of them.</summary>
    All = Read | Write | Admin,
}
