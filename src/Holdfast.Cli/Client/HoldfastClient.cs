using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Cli.Client;

/// <summary>The API's calls about files, and the plumbing that the other calls share.</summary>
internal sealed class HoldfastClient(ApiTransport transport) : IDisposable
{
    /// <summary>The objects of one page; what the API allows at most.</summary>
    public const int PageSize = 1000;

    /// <summary>Sends requests.</summary>
    public ApiTransport Transport => transport;

    /// <summary>GET of JSON.</summary>
    public Task<JsonElement> GetAsync(string target, CancellationToken cancellationToken) =>
        transport.JsonAsync(() => transport.Request(HttpMethod.Get, target), repeatable: true, cancellationToken);

    /// <summary>A call with a JSON body. One whose outcome is unknown is sent again only when it is repeatable.</summary>
    public Task<JsonElement> SendAsync<T>(HttpMethod method, string target, T body, JsonTypeInfo<T> type, bool repeatable, CancellationToken cancellationToken) =>
        transport.JsonAsync(
            () =>
            {
                var request = transport.Request(method, target);
                request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
                request.Content.Headers.ContentType = new("application/json");
                return request;
            },
            repeatable,
            cancellationToken);

    /// <summary>A call without a body.</summary>
    public Task<JsonElement> SendAsync(HttpMethod method, string target, bool repeatable, CancellationToken cancellationToken) =>
        transport.JsonAsync(() => transport.Request(method, target), repeatable, cancellationToken);

    /// <summary>The object's JSON; an <see cref="ApiException"/> 404 when there is none.</summary>
    public async Task<ListedObject> InfoAsync(string key, CancellationToken cancellationToken)
    {
        var raw = await GetAsync(FilePath(key) + "?info=1", cancellationToken);
        return new ListedObject(Read(raw, ClientJson.Default.RemoteObject), raw);
    }

    /// <summary>The object, or null when there is none.</summary>
    public async Task<RemoteObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await InfoAsync(key, cancellationToken)).Value;
        }
        catch (ApiException exception) when (exception.Status == System.Net.HttpStatusCode.NotFound && exception.Code is "object_not_found")
        {
            return null;
        }
    }

    /// <summary>All pages of a list, one after the other as they are asked for.</summary>
    public async IAsyncEnumerable<ListedPage> ListAsync(string prefix, string? delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var target = string.Create(CultureInfo.InvariantCulture, $"/api/files?limit={PageSize}&prefix={KeyPath.EncodeQuery(prefix)}")
                + (delimiter is null ? string.Empty : "&delimiter=" + KeyPath.EncodeQuery(delimiter))
                + (cursor is null ? string.Empty : "&cursor=" + KeyPath.EncodeQuery(cursor));
            var page = ReadPage(await GetAsync(target, cancellationToken));
            if (page.NextCursor is not null && page.NextCursor == cursor)
            {
                throw new InvalidDataException("The server answered the same cursor twice; the list would never end.");
            }

            yield return page;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>All objects below a prefix.</summary>
    public async IAsyncEnumerable<RemoteObject> ObjectsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ListAsync(prefix, null, cancellationToken))
        {
            foreach (var listed in page.Objects)
            {
                yield return listed.Value;
            }
        }
    }

    /// <summary>Deletes up to 1000 keys and says what became of each.</summary>
    public async Task<IReadOnlyList<DeletedKey>> DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        DeletedKey.ReadAll(keys, await SendAsync(HttpMethod.Post, "/api/files/delete", new DeleteRequest(keys), ClientJson.Default.DeleteRequest, repeatable: true, cancellationToken));

    /// <summary>Copies (or moves) one object on the server.</summary>
    public Task<JsonElement> TransferAsync(string from, string to, bool move, bool overwrite, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, move ? "/api/files/move" : "/api/files/copy", new TransferRequest(from, to, overwrite), ClientJson.Default.TransferRequest, repeatable: false, cancellationToken);

    /// <summary>The target of a key's calls.</summary>
    public static string FilePath(string key) => "/api/files/" + KeyPath.Encode(key);

    /// <summary>Reads a shape; a server that answers another is reported as such.</summary>
    public static T Read<T>(JsonElement json, JsonTypeInfo<T> type) =>
        json.ValueKind == JsonValueKind.Object && json.Deserialize(type) is { } value
            ? value
            : throw new JsonException("The server's answer has another shape than the API promises.");

    public void Dispose() => transport.Dispose();

    private static ListedPage ReadPage(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("objects", out var objects))
        {
            throw new JsonException("The server's list has another shape than the API promises.");
        }

        var prefixes = json.TryGetProperty("prefixes", out var found) && found.ValueKind == JsonValueKind.Array
            ? found.EnumerateArray().Select(prefix => prefix.GetString() ?? string.Empty).ToList()
            : [];
        var cursor = json.TryGetProperty("next_cursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        return new ListedPage(
            [.. objects.EnumerateArray().Select(raw => new ListedObject(Read(raw, ClientJson.Default.RemoteObject), raw))],
            prefixes,
            cursor);
    }
}
