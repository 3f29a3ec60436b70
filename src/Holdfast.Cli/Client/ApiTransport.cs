using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>Sends requests to one server, over TCP or a unix domain socket, tries again what may be tried again, and turns error answers into <see cref="ApiException"/>.</summary>
internal sealed class ApiTransport : IDisposable
{
    /// <summary>How long an answer to a short call may take.</summary>
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;
    private readonly string _base;
    private readonly string? _token;

    public ApiTransport(ServerAddress address, string? token, RetryPolicy retry, TimeProvider time)
    {
        Address = address;
        Retry = retry;
        Time = time;
        _token = token;
        _base = address.BaseUrl;
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token elsewhere, or turn a PUT into a GET.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            UseProxy = !address.IsLocal,
        };
        if (address.SocketPath is { } path)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Which server.</summary>
    public ServerAddress Address { get; }

    /// <summary>How failed requests are tried again.</summary>
    public RetryPolicy Retry { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>A request to a target that begins with a slash and is already encoded.</summary>
    public HttpRequestMessage Request(HttpMethod method, string target)
    {
        // The default Uri decodes %2E and resolves dot segments: another key would be asked for than the one given.
        var uri = new Uri(_base + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, uri);
        if (_token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        return request;
    }

    /// <summary>Sends once. An error answer throws; the caller disposes any other.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemReader.ReadAsync(request, response, Time, cancellationToken);
        }
    }

    /// <summary>Sends a short call, again when that is safe, and reads its JSON; undefined when there is no body.</summary>
    /// <param name="makeRequest">Makes the request for each attempt.</param>
    /// <param name="repeatable">Whether a request whose outcome is unknown may be sent again.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<JsonElement> JsonAsync(Func<HttpRequestMessage> makeRequest, bool repeatable, CancellationToken cancellationToken) =>
        RetryingAsync(
            async () =>
            {
                using var guard = new StallGuard(AnswerPatience, Time, cancellationToken);
                try
                {
                    using var request = makeRequest();
                    using var response = await SendOnceAsync(request, guard.Token);
                    return await ReadJsonAsync(request, response, guard.Token);
                }
                catch (OperationCanceledException) when (guard.HasStalled)
                {
                    throw guard.Stalled();
                }
            },
            repeatable,
            cancellationToken);

    /// <summary>Runs an attempt, and again after failures that may pass.</summary>
    public async Task<T> RetryingAsync<T>(Func<Task<T>> attempt, bool repeatable, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            TimeSpan? retryAfter;
            try
            {
                return await attempt();
            }
            catch (Exception exception) when (failures < Retry.Attempts && Failure.MayPass(exception, repeatable) && !cancellationToken.IsCancellationRequested)
            {
                retryAfter = (exception as ApiException)?.RetryAfter;
                if (retryAfter > RetryPolicy.LongestWait)
                {
                    throw;
                }
            }

            await Task.Delay(Retry.DelayAfter(failures, retryAfter), Time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    internal static async Task<JsonElement> ReadJsonAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0)
        {
            return default;
        }

        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "text/json"))
        {
            throw ProblemReader.NotHoldfast(request, response);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, ClientJson.Default.JsonElement, cancellationToken);
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
