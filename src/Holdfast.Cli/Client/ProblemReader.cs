using System.Globalization;
using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>Reads error answers.</summary>
internal static class ProblemReader
{
    private const int LongestProblem = 64 * 1024;

    /// <summary>The exception of an error answer, whoever gave it.</summary>
    public static async Task<ApiException> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        RemoteProblem? problem = null;
        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            problem = await ParseAsync(response, cancellationToken);
        }

        return new ApiException(response.StatusCode, problem, What(request))
        {
            RetryAfter = RetryAfter(response, time),
            Location = response.Headers.Location,
        };
    }

    /// <summary>The exception of a success that Holdfast cannot have written.</summary>
    public static ApiException NotHoldfast(HttpRequestMessage request, HttpResponseMessage response) =>
        new(
            response.StatusCode,
            new RemoteProblem { Code = "not_holdfast", Detail = string.Create(CultureInfo.InvariantCulture, $"The answer ({(int)response.StatusCode}, {response.Content.Headers.ContentType?.MediaType ?? "no content type"}) is not one of a Holdfast server.") },
            What(request));

    private static string What(HttpRequestMessage request) => $"{request.Method} {request.RequestUri?.AbsolutePath}";

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<RemoteProblem?> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestProblem, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, ClientJson.Default.RemoteProblem, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}
