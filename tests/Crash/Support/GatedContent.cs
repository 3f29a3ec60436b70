using System.Net;

namespace Holdfast.Crash.Support;

/// <summary>A body of which half is sent, and the rest when the gate opens.</summary>
internal sealed class GatedContent : HttpContent
{
    private readonly byte[] _bytes;
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatedContent(byte[] bytes)
    {
        _bytes = bytes;
        Headers.ContentLength = bytes.Length;
    }

    public void Open() => _gate.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length / 2));
        await stream.FlushAsync();
        await _gate.Task;
        await stream.WriteAsync(_bytes.AsMemory(_bytes.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
