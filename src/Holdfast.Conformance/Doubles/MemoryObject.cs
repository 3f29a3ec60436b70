using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Conformance.Doubles;

/// <summary>One object in memory. Immutable, so a reader keeps the version it opened.</summary>
internal sealed record MemoryObject(ObjectStat Stat, IReadOnlyList<ReadOnlyMemory<byte>> Chunks)
{
    public string Name => Stat.Key.Value;

    /// <summary>Stands for a place in the order; is never stored.</summary>
    public static MemoryObject Probe(string name) => new(new ObjectStat(default, 0, name, default), []);

    public sealed class Order : IComparer<MemoryObject>
    {
        public int Compare(MemoryObject? x, MemoryObject? y) => KeyOrder.Compare(Sort(x), Sort(y));

        // A probe may stand for a text that is no valid key (a prefix), so it carries it in the ETag.
        private static string? Sort(MemoryObject? item) => item is null ? null : item.Stat.Key.IsDefault ? item.Stat.ETag : item.Name;
    }
}
