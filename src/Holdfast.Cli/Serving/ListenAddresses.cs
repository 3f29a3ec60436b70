using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Cli.Serving;

/// <summary>Where a started server listens, and how this machine reaches it.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses, with the ports that were taken.</summary>
    public static IReadOnlyList<string> Of(WebApplication app) => [.. app.Urls];

    /// <summary>The address for programs on this machine; null when there is none that needs no certificate.</summary>
    public static string? ForLocal(IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            var text = address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
            {
                continue;
            }

            var host = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) switch
            {
                true when ip!.Equals(IPAddress.Any) => "127.0.0.1",
                true when ip!.Equals(IPAddress.IPv6Any) => "[::1]",
                _ => uri.Host,
            };
            return $"http://{host}:{uri.Port}";
        }

        return null;
    }
}
