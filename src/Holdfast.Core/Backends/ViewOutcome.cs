namespace Holdfast.Backends;

/// <summary>What became of a view.</summary>
public enum ViewOutcome
{
    /// <summary>The key is as it was asked for.</summary>
    Done,

    /// <summary>Something newer is wanted; nothing was changed.</summary>
    Superseded,

    /// <summary>A foreign file lies there and was left there.</summary>
    Foreign,

    /// <summary>The home is gone, so there is nothing to show.</summary>
    HomeMissing,
}
