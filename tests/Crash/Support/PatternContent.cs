using System.Net;
using System.Security.Cryptography;

namespace Holdfast.Crash.Support;

/// <summary>A long body that is made while it is sent and hashed on the way.</summary>
internal sealed class PatternContent(long length) : HttpContent
{
    public string? Digest { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[1 << 20];
        new Random(7).NextBytes(block);
        for (long sent = 0; sent < length;)
        {
            BitConverter.TryWriteBytes(block, sent);
            var some = block.AsMemory(0, (int)Math.Min(block.Length, length - sent));
            hash.AppendData(some.Span);
            await stream.WriteAsync(some);
            sent += some.Length;
        }

        Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
