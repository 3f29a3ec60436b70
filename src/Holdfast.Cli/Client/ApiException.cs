using System.Net;

namespace Holdfast.Cli.Client;

/// <summary>The server answered an error.</summary>
internal sealed class ApiException(HttpStatusCode status, RemoteProblem? problem, string what)
    : Exception(Sentence(status, problem))
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status => status;

    /// <summary>The stable code, or null when something that is not Holdfast answered.</summary>
    public string? Code => problem?.Code;

    /// <summary>The server's trace id.</summary>
    public string? TraceId => problem?.TraceId;

    /// <summary>Method and path, without secrets.</summary>
    public string What => what;

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a redirect pointed.</summary>
    public Uri? Location { get; init; }

    /// <summary>Whether the server said that it did nothing and may do it later.</summary>
    public bool IsTransient => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    private static string Sentence(HttpStatusCode status, RemoteProblem? problem) =>
        problem?.Detail ?? problem?.Title ?? $"The server answered {(int)status} without saying why.";
}
