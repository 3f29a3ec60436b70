using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Client;

/// <summary>Where a server listens: <c>http(s)://host:port[/base]</c> or <c>unix:/path/of/socket</c>.</summary>
/// <param name="Display">As it is shown.</param>
/// <param name="BaseUrl">What request targets follow, without a slash at its end.</param>
/// <param name="SocketPath">The unix domain socket, or null for TCP.</param>
internal sealed record ServerAddress(string Display, string BaseUrl, string? SocketPath)
{
    /// <summary>Whether it is on this machine, where no proxy belongs in between.</summary>
    public bool IsLocal => SocketPath is not null || new Uri(BaseUrl).IsLoopback;

    private const string UnixScheme = "unix:";

    /// <summary>Reads an address; a usage failure when it is none.</summary>
    public static ServerAddress Parse(string text)
    {
        if (text.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            var path = text[UnixScheme.Length..];
            path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
            return new ServerAddress(UnixScheme + path, "http://localhost", path);
        }

        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            throw CommandFailure.Usage($"'{text}' is not the address of a server.", "Write it as http://HOST:PORT, https://HOST or unix:/PATH.");
        }

        var url = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new ServerAddress(url, url, null);
    }
}
