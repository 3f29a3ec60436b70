namespace Holdfast.Backends;

/// <summary>Whose file lies at a readable key.</summary>
public enum ViewState
{
    /// <summary>Nothing is there.</summary>
    Absent,

    /// <summary>A link to a home of ours, unchanged.</summary>
    Ours,

    /// <summary>Another program's file, or ours changed by one.</summary>
    Foreign,
}
