namespace Holdfast.Engine.Reconciling;

/// <summary>What became of a file at a readable key that was looked at.</summary>
internal enum AdoptionOutcome
{
    /// <summary>There is none, or it is the one that was set.</summary>
    Nothing,

    /// <summary>It has the bytes of the current version, which keeps its place in history and has this file now.</summary>
    SameContent,

    /// <summary>It is the current version now.</summary>
    NewVersion,
}
