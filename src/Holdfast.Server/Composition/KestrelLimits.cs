using Holdfast.Server.Contracts;
using Holdfast.Server.Files.Reading;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.Server.Composition;

/// <summary>How much of a connection anyone may hold.</summary>
internal static class KestrelLimits
{
    public static void Apply(KestrelServerOptions kestrel, string? unixSocket)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.ResponseHeaderEncodingSelector = name => ObjectHeaders.EncodingOf(name)!;

        // Bodies of JSON are small; uploads lift this for themselves and count on their own (UploadRules).
        kestrel.Limits.MaxRequestBodySize = JsonAnswers.MaxBodyBytes;
        // Slow but honest lines pass; a client that holds a connection with a byte now and then does not.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(30));
        // A paused player stops reading for a while and goes on.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(60));
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        kestrel.Limits.MaxRequestBufferSize = 2 << 20;
        if (unixSocket is not null)
        {
            kestrel.ListenUnixSocket(unixSocket);
        }
    }
}
