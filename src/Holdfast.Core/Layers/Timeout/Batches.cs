using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Layers.Timeout;

/// <summary>How many requests a delete is.</summary>
internal static class Batches
{
    public static int Of(IReadOnlyList<ObjectKey> keys, BackendDescriptor descriptor)
    {
        var size = Math.Max(1, descriptor.Capabilities.Delete.BatchSize);
        return Math.Max(1, (keys.Count / size) + (keys.Count % size == 0 ? 0 : 1));
    }
}
