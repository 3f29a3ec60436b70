using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Status;

/// <summary>Counts and bytes of current objects.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Segments">By the key's first segment (keys without one: the empty name).</param>
/// <param name="Backends">By backend; an object with two replicas counts on both.</param>
/// <param name="ContentTypes">By content type, without its parameters.</param>
/// <param name="Largest">The ten largest.</param>
public sealed record StorageStatistics(
    Tally Total,
    IReadOnlyDictionary<string, Tally> Segments,
    IReadOnlyDictionary<string, Tally> Backends,
    IReadOnlyDictionary<string, Tally> ContentTypes,
    IReadOnlyList<StoredObject> Largest);
