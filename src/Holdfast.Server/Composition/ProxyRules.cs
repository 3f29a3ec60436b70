using System.Net;
using Holdfast.Errors;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Server.Composition;

/// <summary>Whose forwarded headers are believed.</summary>
internal static class ProxyRules
{
    public static void Apply(ForwardedHeadersOptions options, IReadOnlyList<string> proxies)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                throw StorageErrors.Misconfigured($"TRUSTED_PROXIES holds '{StorageErrors.Quote(proxy)}', which is neither an address nor a network.");
            }
        }
    }
}
