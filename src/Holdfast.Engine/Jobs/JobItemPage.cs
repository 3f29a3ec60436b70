namespace Holdfast.Engine.Jobs;

/// <summary>A page of findings.</summary>
/// <param name="Items">In the order they were found.</param>
/// <param name="NextCursor">Where the next page begins, or null.</param>
public sealed record JobItemPage(IReadOnlyList<JobItem> Items, string? NextCursor);
