namespace Holdfast.Engine;

/// <summary>What becomes of a file that another program put or changed at a readable key.</summary>
public enum ExternalChange
{
    /// <summary>It becomes a new version of the object.</summary>
    Adopt,

    /// <summary>It stays where it is and is reported.</summary>
    Report,

    /// <summary>It is moved to <c>.holdfast/quarantine/</c>.</summary>
    Quarantine,
}
