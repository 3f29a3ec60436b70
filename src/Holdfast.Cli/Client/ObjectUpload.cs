using System.Net;
using System.Net.Http.Headers;

namespace Holdfast.Cli.Client;

/// <summary>Stores one object and proves that what the server holds is what was sent.</summary>
internal sealed class ObjectUpload(HoldfastClient client)
{
    private static readonly TimeSpan SilencePatience = TimeSpan.FromMinutes(2);

    private readonly ApiTransport _transport = client.Transport;

    /// <summary>Sends the bytes, again after a failure that may pass when they can be read again.</summary>
    /// <param name="request">What to store.</param>
    /// <param name="moved">Told of bytes sent; negative when an attempt is given up.</param>
    /// <param name="cancellationToken">Stops; the server keeps nothing of an upload that did not end.</param>
    public async Task<UploadResult> PutAsync(UploadRequest request, Action<long> moved, CancellationToken cancellationToken)
    {
        var unknown = new Ambiguity();
        var result = await _transport.RetryingAsync(() => AttemptAsync(request, moved, unknown, cancellationToken), repeatable: true, cancellationToken);
        if (result.Object.Sha256 is { } stored && !stored.Equals(result.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"The server says that it stored other bytes than were sent (SHA-256 {stored}, sent {result.Sha256}).");
        }

        return result;
    }

    private async Task<UploadResult> AttemptAsync(UploadRequest upload, Action<long> moved, Ambiguity unknown, CancellationToken cancellationToken)
    {
        await using var source = upload.Open();
        long? length = source.CanSeek ? source.Length : null;
        using var guard = new StallGuard(SilencePatience, _transport.Time, cancellationToken);
        using var content = new UploadContent(source, length, guard, moved);
        using var request = MakeRequest(upload, content);
        var done = false;
        try
        {
            using var response = await _transport.SendOnceAsync(request, guard.Token);
            var raw = await ApiTransport.ReadJsonAsync(request, response, guard.Token);
            done = true;
            return new UploadResult(HoldfastClient.Read(raw, ClientJson.Default.RemoteObject), raw, response.StatusCode == HttpStatusCode.Created, content.Sha256 ?? string.Empty);
        }
        catch (ApiException exception) when (unknown.Happened && upload.IfAbsent && exception.Status == HttpStatusCode.PreconditionFailed)
        {
            // The attempt whose answer was lost may be the one that took the key.
            var result = await OwnEarlierAttemptAsync(upload, unknown, exception, cancellationToken);
            done = true;
            return result;
        }
        catch (ApiException exception) when (exception.IsTransient && content.Taken > 0 && !upload.CanReopen)
        {
            throw new UnrepeatableUploadException(exception);
        }
        catch (Exception exception) when (exception is not ApiException)
        {
            unknown.Note(content);
            throw Translate(exception, content, guard, upload, cancellationToken);
        }
        finally
        {
            if (!done)
            {
                moved(-content.Sent);
            }
        }
    }

    private HttpRequestMessage MakeRequest(UploadRequest upload, UploadContent content)
    {
        var request = _transport.Request(HttpMethod.Put, HoldfastClient.FilePath(upload.Key));
        request.Content = content;
        request.Headers.ExpectContinue = true;
        if (upload.ContentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", upload.ContentType);
        }

        foreach (var (name, value) in upload.Metadata)
        {
            request.Headers.TryAddWithoutValidation("X-Holdfast-Meta-" + name, value);
        }

        if (upload.IfAbsent)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        if (upload.ExpectedSha256 is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Holdfast-Sha256", upload.ExpectedSha256);
        }

        return request;
    }

    private async Task<UploadResult> OwnEarlierAttemptAsync(UploadRequest upload, Ambiguity unknown, ApiException refusal, CancellationToken cancellationToken)
    {
        var found = await client.InfoAsync(upload.Key, cancellationToken);
        return unknown.Sha256 is { } sent && sent == found.Value.Sha256
            ? new UploadResult(found.Value, found.Raw, WasNew: true, sent)
            : throw refusal;
    }

    private static Exception Translate(Exception exception, UploadContent content, StallGuard guard, UploadRequest upload, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        if (content.SourceFailure is { } source)
        {
            return new SourceException(source);
        }

        var cause = guard.HasStalled ? guard.Stalled() : exception;
        return content.Taken > 0 && !upload.CanReopen ? new UnrepeatableUploadException(cause) : cause;
    }

    /// <summary>Whether an earlier attempt ended without an answer, and what it had sent.</summary>
    private sealed class Ambiguity
    {
        public bool Happened { get; private set; }

        public string? Sha256 { get; private set; }

        public void Note(UploadContent content)
        {
            Happened = true;
            Sha256 = content.Sha256 ?? Sha256;
        }
    }
}
