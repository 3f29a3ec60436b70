using System.Collections.Immutable;
using Holdfast.Backends;
using Holdfast.Keys;

namespace Holdfast.Conformance.Doubles;

/// <summary>Lists a snapshot. A common prefix costs one step, however many keys it stands for.</summary>
internal static class MemoryList
{
    public static IEnumerable<ListEntry> Of(ImmutableSortedSet<MemoryObject> items, ListOptions options)
    {
        var hideOwn = !options.Prefix.StartsWith(ObjectKey.ReservedPrefix, StringComparison.Ordinal);
        for (var at = First(items, options.Prefix); at < items.Count;)
        {
            var item = items[at];
            if (!item.Name.StartsWith(options.Prefix, StringComparison.Ordinal))
            {
                yield break;
            }

            if (hideOwn && item.Name.StartsWith(ObjectKey.ReservedPrefix, StringComparison.Ordinal))
            {
                at = First(items, KeyOrder.EndOf(ObjectKey.ReservedPrefix)!);
                continue;
            }

            var cut = options.Delimiter is { } delimiter ? item.Name.IndexOf(delimiter, options.Prefix.Length, StringComparison.Ordinal) : -1;
            var name = cut < 0 ? item.Name : item.Name[..(cut + options.Delimiter!.Length)];
            if (options.StartAfter is null || KeyOrder.Compare(name, options.StartAfter) > 0)
            {
                yield return new ListEntry(name, cut < 0 ? item.Stat : null);
            }

            at = cut < 0 ? at + 1
                : KeyOrder.EndOf(name) is { } end ? First(items, end)
                : items.Count;
            if (options.StartAfter is { } after && at < items.Count && KeyOrder.Compare(items[at].Name, after) < 0 && options.Delimiter is null)
            {
                at = First(items, after);
            }
        }
    }

    private static int First(ImmutableSortedSet<MemoryObject> items, string name) =>
        items.IndexOf(MemoryObject.Probe(name)) is var at && at < 0 ? ~at : at;
}
