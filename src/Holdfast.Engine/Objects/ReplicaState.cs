namespace Holdfast.Engine.Objects;

/// <summary>How a replica is.</summary>
public enum ReplicaState
{
    /// <summary>There, as far as is known.</summary>
    Present,

    /// <summary>Wanted, not there yet.</summary>
    Pending,

    /// <summary>Should be there, is not.</summary>
    Missing,

    /// <summary>There, with wrong bytes.</summary>
    Corrupt,

    /// <summary>Somebody else changed it.</summary>
    Foreign,

    /// <summary>About to be removed.</summary>
    Removing,
}
