namespace Holdfast.Backends;

/// <summary>How a backend shows a version, whose bytes lie in a home of their own, under its readable key.</summary>
public enum ViewMechanism
{
    /// <summary>It does not; bytes are read from homes alone.</summary>
    None,

    /// <summary>A hard link to the home; the backend is an <see cref="ILinkedViews"/> too.</summary>
    Link,

    /// <summary>A copy made by the backend.</summary>
    Copy,

    /// <summary>The home is a version of the key itself.</summary>
    Version,
}
