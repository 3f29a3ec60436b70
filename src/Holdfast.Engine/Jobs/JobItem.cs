namespace Holdfast.Engine.Jobs;

/// <summary>What a job noted of one object.</summary>
/// <param name="Kind">Which finding.</param>
/// <param name="Key">The object's key, or the backend's own name of what has no key.</param>
/// <param name="Backend">On which backend, or null.</param>
/// <param name="Detail">More, or null.</param>
public sealed record JobItem(string Kind, string Key, string? Backend, string? Detail);
