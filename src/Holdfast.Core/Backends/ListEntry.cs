namespace Holdfast.Backends;

/// <summary>An object or a common prefix of a list.</summary>
/// <param name="Name">The key, or the prefix with its delimiter at the end.</param>
/// <param name="Stat">The object; null for a common prefix.</param>
public readonly record struct ListEntry(string Name, ObjectStat? Stat)
{
    /// <summary>Whether it stands for all keys that begin with <see cref="Name"/>.</summary>
    public bool IsPrefix => Stat is null;
}
