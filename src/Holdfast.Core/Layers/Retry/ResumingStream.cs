using System.Globalization;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Objects;

namespace Holdfast.Layers.Retry;

/// <summary>
/// A body that goes on after a cut: opened again from the byte after the last one given, and only while the object is the very same. A body that
/// ends early is a cut. The budget is bounded twice: tries without a byte in between, and reopenings in all.
/// </summary>
internal sealed class ResumingStream(BackendRead read, Func<ByteRange, CancellationToken, Task<BackendRead>> reopen, RetryPolicy policy, int maxReopens, string backend)
    : DelegatingReadStream(read.Content)
{
    private long _given;
    private int _reopens;
    private bool _broken;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty || _given == read.Length
            ? new ValueTask<int>(0)
            : new ValueTask<int>(policy.RunAsync(() => StepAsync(buffer, cancellationToken), _ => _reopens < maxReopens, cancellationToken));

    private async Task<int> StepAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_broken)
        {
            _reopens++;
            Inner = (await reopen(ByteRange.Of(read.Offset + _given, read.Length - _given), cancellationToken).ConfigureAwait(false)).Content;
            _broken = false;
        }

        try
        {
            var room = (int)Math.Min(buffer.Length, read.Length - _given);
            var got = await Inner.ReadAsync(buffer[..room], cancellationToken).ConfigureAwait(false);
            _given += got;
            return got > 0 ? got : throw StorageErrors.Unavailable(backend, string.Create(CultureInfo.InvariantCulture, $"a body ended after {_given} of {read.Length} bytes."));
        }
        catch (StorageException error) when (policy.MayPass(error))
        {
            // The broken one gives its connection and its place back before another is asked for.
            _broken = true;
            await Inner.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
