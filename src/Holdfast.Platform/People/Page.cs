namespace Holdfast.Platform.People;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it, in a stable order.</param>
/// <param name="Next">What to ask for the next part with; null at the end.</param>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
