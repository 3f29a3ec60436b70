using System.Text;
using Holdfast.Server.Composition;
using Holdfast.Server.Paths;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files;

/// <summary>Where a caller finds an object again: below the public URL, else below the address the caller used.</summary>
internal readonly struct ObjectLinks
{
    private readonly string _root;

    public ObjectLinks(HttpRequest request, HttpSettings settings)
    {
        _root = settings.PublicUrl ?? string.Concat(request.Scheme, "://", request.Host.ToUriComponent(), request.PathBase.ToUriComponent());
    }

    /// <summary>The URL of a key's bytes.</summary>
    public string ForKey(string key) => string.Concat(_root, FileTarget.FilesPrefix, Encode(key));

    /// <summary>A key as a path: every byte but unreserved ones and slashes is escaped, so that nothing on the way can change it.</summary>
    internal static string Encode(string key)
    {
        if (!key.AsSpan().ContainsAnyExcept(Plain))
        {
            return key;
        }

        var text = new StringBuilder(key.Length * 2);
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            if (b < 0x80 && Plain.Contains((char)b))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append("0123456789ABCDEF"[b >> 4]).Append("0123456789ABCDEF"[b & 15]);
            }
        }

        return text.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");
}
