using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Auth;

/// <summary>What attempts are counted by: an IPv4 address, or the half of an IPv6 address that one subscriber has.</summary>
internal static class ClientName
{
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return "local";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
