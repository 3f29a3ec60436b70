using System.Net.Sockets;
using System.Text.Json;
using Holdfast.Cli.Client;

namespace Holdfast.Cli.Failures;

/// <summary>Turns exceptions into failures that people understand; the one place that does.</summary>
internal static class FailureText
{
    /// <summary>The failure of an exception.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="server">Which server was spoken to, or null.</param>
    public static CommandFailure Of(Exception exception, string? server = null) => exception switch
    {
        CommandFailure failure => failure,
        ApiException api => OfAnswer(api, server),
        HttpRequestException http => OfConnection(http, server),
        HttpIOException broken => new CommandFailure(ExitCode.Failed, "The connection to the server broke: " + broken.Message, "Run the command again.", broken) { Code = "unreachable" },
        TimeoutException timeout => new CommandFailure(ExitCode.Failed, timeout.Message, "'holdfast status' shows how the server is.", timeout) { Code = "timeout" },
        UnrepeatableUploadException broken => new CommandFailure(ExitCode.Failed, "The upload broke, and what comes from a pipe cannot be sent again: " + Of(broken.InnerException!, server).Message, "Nothing was stored. Run the whole pipeline again.", broken) { Code = "unreachable" },
        SourceException source => Of(source.InnerException!),
        ObjectChangedException changed => new CommandFailure(ExitCode.Failed, changed.Message, "Run the command again.", changed) { Code = "object_changed" },
        InvalidDataException wrong => new CommandFailure(ExitCode.Failed, wrong.Message, "'holdfast verify --deep' checks what the server holds.", wrong) { Code = "integrity_mismatch" },
        JsonException json => new CommandFailure(ExitCode.Failed, "The server's answer could not be understood.", "Is it a Holdfast server of a version that fits? 'holdfast --version' shows this one's.", json) { Code = "not_holdfast" },
        FileNotFoundException missing => new CommandFailure(ExitCode.NotFound, $"There is no file '{missing.FileName}'.", inner: missing) { Code = "file_not_found" },
        DirectoryNotFoundException missing => new CommandFailure(ExitCode.NotFound, missing.Message, inner: missing) { Code = "file_not_found" },
        UnauthorizedAccessException denied => new CommandFailure(ExitCode.Failed, denied.Message, inner: denied) { Code = "permission_denied" },
        IOException io => new CommandFailure(ExitCode.Failed, io.Message, inner: io) { Code = "io" },
        OperationCanceledException stopped => new CommandFailure(ExitCode.Failed, "It was stopped.", inner: stopped) { Code = "stopped" },
        _ => new CommandFailure(ExitCode.Failed, $"Something unexpected happened: {exception.Message}", "Run it again with --debug for the details.", exception) { Code = "unexpected" },
    };

    /// <summary>Whether the reader of standard output has gone, at whatever depth that was noticed.</summary>
    public static bool IsBrokenPipe(Exception exception) => exception switch
    {
        BrokenPipeException => true,
        AggregateException many => many.InnerExceptions.Any(IsBrokenPipe),
        _ => exception.InnerException is { } inner && IsBrokenPipe(inner),
    };

    private static CommandFailure OfAnswer(ApiException api, string? server)
    {
        var (exitCode, hint) = Meaning(api, server);
        return new CommandFailure(exitCode, api.Message, hint, api)
        {
            Code = api.Code ?? "http_" + (int)api.Status,
            Status = (int)api.Status,
            TraceId = api.TraceId,
        };
    }

    private static (ExitCode ExitCode, string? Hint) Meaning(ApiException api, string? server) => (int)api.Status switch
    {
        _ when api.Code is "not_holdfast" => (ExitCode.Failed, $"Is {server} the address of a Holdfast server?"),
        >= 300 and < 400 => (ExitCode.Failed, $"{server} redirects{(api.Location is null ? string.Empty : $" to {api.Location}")}; name the server itself with --server."),
        400 => (ExitCode.Usage, null),
        401 => (ExitCode.Refused, "Give a token with --token or HOLDFAST_TOKEN; 'holdfast token create' on the server's machine makes one."),
        403 => (ExitCode.Refused, "The token's scope, prefix or role does not allow this."),
        404 when api.Code is null => (ExitCode.Failed, $"Is {server} the address of a Holdfast server?"),
        404 or 410 => (ExitCode.NotFound, null),
        >= 405 and < 429 => (ExitCode.Refused, null),
        429 => (ExitCode.Failed, RetryHint(api)),
        503 => (ExitCode.Failed, "'holdfast status' shows which backend is down. " + RetryHint(api)),
        507 => (ExitCode.Failed, "Make room, or store elsewhere; 'holdfast status' shows the free space."),
        >= 400 and < 500 => (ExitCode.Refused, null),
        _ => (ExitCode.Failed, "The server's log has the details under the trace id."),
    };

    private static string RetryHint(ApiException api) =>
        api.RetryAfter is { } wait ? $"Try again in {Output.Human.Span(wait)}." : "Try again later.";

    private static CommandFailure OfConnection(HttpRequestException http, string? server) => http.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new CommandFailure(ExitCode.Failed, $"The host of {server} is not known.", "Check --server or HOLDFAST_URL.", http) { Code = "unreachable" },
        HttpRequestError.SecureConnectionError => new CommandFailure(ExitCode.Failed, $"No secure connection to {server}: {Innermost(http).Message}", "Check the certificate, or whether the server speaks plain http.", http) { Code = "unreachable" },
        HttpRequestError.ConnectionError => new CommandFailure(ExitCode.Failed, $"Could not reach the server at {server}: {Reason(http)}", "Is it running? 'holdfast serve' starts one; --server or HOLDFAST_URL names another.", http) { Code = "unreachable" },
        _ => new CommandFailure(ExitCode.Failed, $"The connection to {server} broke: {Innermost(http).Message}", "Run the command again; what was stored before stays.", http) { Code = "unreachable" },
    };

    private static string Reason(HttpRequestException http) => Innermost(http) switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there.",
        SocketException socket => socket.Message + ".",
        TimeoutException or OperationCanceledException => "no answer.",
        var other => other.Message,
    };

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
