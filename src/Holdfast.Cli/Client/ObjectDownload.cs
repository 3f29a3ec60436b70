using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Holdfast.Cli.Client;

/// <summary>Reads one version of an object, going on where it was after each broken connection.</summary>
internal sealed class ObjectDownload(ApiTransport transport)
{
    private const int BufferSize = 256 * 1024;

    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gives all bytes from the offset on to the sink, in order and each once. <see cref="ObjectChangedException"/> when the object is another one by now;
    /// what the sink throws comes through as it is.
    /// </summary>
    /// <param name="info">The version that is wanted.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="sink">Takes the bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task CopyAsync(RemoteObject info, long offset, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, CancellationToken cancellationToken)
    {
        var position = new Position(offset);
        var failures = 0;
        while (position.Value < info.Size || (info.Size == 0 && failures == 0))
        {
            var before = position.Value;
            TimeSpan? retryAfter;
            try
            {
                await AttemptAsync(info, position, sink, cancellationToken);
                if (position.Value == info.Size)
                {
                    return;
                }

                throw new HttpRequestException("The server ended the answer before its end.");
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not SinkException && Failure.MayPass(exception, repeatable: true))
            {
                // As long as bytes come, it goes on: a long download may break often.
                failures = position.Value > before ? 1 : failures + 1;
                if (failures >= transport.Retry.Attempts)
                {
                    throw;
                }

                retryAfter = (exception as ApiException)?.RetryAfter;
            }
            catch (SinkException exception)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }

            await Task.Delay(transport.Retry.DelayAfter(failures, retryAfter), transport.Time, cancellationToken);
        }
    }

    private async Task AttemptAsync(RemoteObject info, Position position, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, CancellationToken cancellationToken)
    {
        using var guard = new StallGuard(SilencePatience, transport.Time, cancellationToken);
        using var request = MakeRequest(info, position.Value);
        try
        {
            using var response = await SendAsync(info, request, guard);
            await using var body = await response.Content.ReadAsStreamAsync(guard.Token);
            var skip = response.StatusCode == HttpStatusCode.PartialContent ? position.Value - CheckedStart(response, position.Value) : position.Value;
            await CopyBodyAsync(info, body, skip, position, sink, guard, cancellationToken);
        }
        catch (OperationCanceledException) when (guard.HasStalled)
        {
            throw guard.Stalled();
        }
    }

    private HttpRequestMessage MakeRequest(RemoteObject info, long from)
    {
        var request = transport.Request(HttpMethod.Get, HoldfastClient.FilePath(info.Key));
        if (info.Etag is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag.StartsWith('"') ? tag : $"\"{tag}\"");
        }

        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(RemoteObject info, HttpRequestMessage request, StallGuard guard)
    {
        try
        {
            return await transport.SendOnceAsync(request, guard.Token);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new ObjectChangedException(info.Key);
        }
    }

    private static async Task CopyBodyAsync(
        RemoteObject info, Stream body, long skip, Position position, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, StallGuard guard, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        while (true)
        {
            guard.Alive();
            var read = await ReadAsync(body, buffer, guard.Token);
            if (read == 0)
            {
                break;
            }

            var skipped = (int)Math.Min(skip, read);
            skip -= skipped;
            var bytes = buffer.AsMemory(skipped, read - skipped);
            if (position.Value + bytes.Length > info.Size)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The server sent more than the {info.Size} bytes of '{info.Key}'."));
            }

            guard.AliveFor(Timeout.InfiniteTimeSpan);
            await DrainAsync(sink, bytes, cancellationToken);
            position.Value += bytes.Length;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException("The connection broke: " + exception.Message, exception);
        }
    }

    private static async ValueTask DrainAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await sink(bytes, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new SinkException(exception);
        }
    }

    private static long CheckedStart(HttpResponseMessage response, long wanted)
    {
        var start = response.Content.Headers.ContentRange?.From ?? -1;
        return start == wanted ? start : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The server answered bytes from {start}, not from {wanted} on."));
    }

    private sealed class Position(long value)
    {
        public long Value { get; set; } = value;
    }

    /// <summary>Marks what the receiving end threw, so that it is not taken for a broken connection.</summary>
    private sealed class SinkException(Exception inner) : Exception(inner.Message, inner);
}
