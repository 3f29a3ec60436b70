using Holdfast.Layers;

namespace Holdfast.Conformance.Doubles;

/// <summary>Tells once when it is closed.</summary>
internal sealed class CountedStream(Stream inner, Action closed) : DelegatingReadStream(inner)
{
    protected override ValueTask OnClosedAsync()
    {
        closed();
        return ValueTask.CompletedTask;
    }
}
