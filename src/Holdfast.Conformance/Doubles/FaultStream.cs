using Holdfast.Layers;

namespace Holdfast.Conformance.Doubles;

/// <summary>The body of a read that goes wrong.</summary>
internal sealed class FaultStream(Stream inner, FaultBackend backend, Fault fault) : DelegatingReadStream(inner)
{
    private long _given;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fault.Kind == FaultKind.Slow)
        {
            await backend.WaitAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
        }

        var stops = fault.Kind is FaultKind.Midway or FaultKind.Hang or FaultKind.ShortBody;
        if (stops && _given == fault.AfterBytes && !buffer.IsEmpty)
        {
            if (fault.Kind == FaultKind.Hang)
            {
                await backend.HangAsync(cancellationToken).ConfigureAwait(false);
            }

            return fault.Kind == FaultKind.Midway ? throw backend.Error(fault) : 0;
        }

        var room = stops ? (int)Math.Min(buffer.Length, fault.AfterBytes - _given) : buffer.Length;
        var got = await Inner.ReadAsync(buffer[..room], cancellationToken).ConfigureAwait(false);
        if (fault.Kind == FaultKind.CorruptByte && fault.AfterBytes - _given is >= 0 and var at && at < got)
        {
            buffer.Span[(int)at] ^= 1;
        }

        _given += got;
        return got;
    }
}
