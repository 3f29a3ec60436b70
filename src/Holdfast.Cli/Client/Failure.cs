using System.Text.Json;

namespace Holdfast.Cli.Client;

/// <summary>Which failures may pass by themselves.</summary>
internal static class Failure
{
    /// <summary>Whether the attempt may be made again.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="repeatable">Whether the request does the same when it arrives twice.</param>
    public static bool MayPass(Exception exception, bool repeatable) => exception switch
    {
        ApiException { IsTransient: true } => true,
        ApiException { Status: System.Net.HttpStatusCode.BadGateway or System.Net.HttpStatusCode.GatewayTimeout } => repeatable,
        ApiException => false,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => false,
        HttpRequestException or HttpIOException or TimeoutException or JsonException => repeatable,
        _ => false,
    };

    /// <summary>Whether nothing else of the same command can succeed either, so that a long list need not be tried to its end.</summary>
    public static bool StopsEverything(Exception exception) => exception switch
    {
        ApiException api => api.Status is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.InsufficientStorage || (api.IsTransient && api.Code is "rate_limited"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        Failures.BrokenPipeException => true,
        _ => false,
    };
}
