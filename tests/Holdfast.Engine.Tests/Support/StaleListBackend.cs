using System.Runtime.CompilerServices;
using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Layers;

namespace Holdfast.Engine.Tests.Support;

/// <summary>Lists as it was some time ago: one name is not there yet, another still has what was deleted since.</summary>
internal sealed class StaleListBackend(IBackend inner) : DelegatingBackend(inner)
{
    public string? NotYet { get; set; }

    public ObjectStat? GoneSince { get; set; }

    public override async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var gone = GoneSince is { } stat && stat.Key.Value.StartsWith(options.Prefix, StringComparison.Ordinal) && (options.Prefix.Length > 0 || !stat.Key.IsReserved) ? stat : null;
        await foreach (var entry in base.ListAsync(options, cancellationToken))
        {
            if (gone is not null && KeyOrder.Compare(gone.Key.Value, entry.Name) < 0)
            {
                yield return new ListEntry(gone.Key.Value, gone);
                gone = null;
            }

            if (entry.Name != NotYet)
            {
                yield return entry;
            }
        }

        if (gone is not null)
        {
            yield return new ListEntry(gone.Key.Value, gone);
        }
    }
}
