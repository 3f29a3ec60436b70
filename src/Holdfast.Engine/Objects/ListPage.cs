namespace Holdfast.Engine.Objects;

/// <summary>A page of a list.</summary>
/// <param name="Objects">Objects in order.</param>
/// <param name="Prefixes">Common prefixes in order, each with its delimiter.</param>
/// <param name="NextCursor">Where the next page begins; null when this is the last.</param>
public sealed record ListPage(IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> Prefixes, string? NextCursor);
