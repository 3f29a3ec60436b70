using System.Text;
using Holdfast.Engine.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Files.Reading;

/// <summary>The headers of an answer that carries an object's bytes.</summary>
internal static class ObjectHeaders
{
    /// <summary>What the names of user metadata begin with.</summary>
    public const string MetadataPrefix = "X-Holdfast-Meta-";

    private static readonly StringValues Bytes = new("bytes");
    private static readonly StringValues NoSniff = new("nosniff");
    private static readonly StringValues Revalidate = new("private, no-cache");
    private static readonly StringValues Immutable = new("private, max-age=31536000, immutable");
    private static readonly StringValues Sandbox = new("default-src 'none'; style-src 'unsafe-inline'; sandbox");

    /// <summary>When an object was modified, in the steps that HTTP dates have.</summary>
    public static DateTimeOffset Modified(StoredObject stored) => new(stored.UpdatedAt.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>What 200, 206 and 304 have in common.</summary>
    public static void SetValidators(IHeaderDictionary headers, StoredObject stored, DateTimeOffset modified, bool ofOneVersion)
    {
        headers.ETag = string.Concat("\"", stored.ETag, "\"");
        headers.LastModified = HeaderUtilities.FormatDate(modified);
        headers.CacheControl = ofOneVersion ? Immutable : stored.Attributes.CacheControl is { } cache && IsSafe(cache) ? cache : Revalidate;
        if (stored.Attributes.ContentEncoding is { Length: > 0 })
        {
            headers.Vary = "Accept-Encoding";
        }
    }

    /// <summary>What describes the bytes.</summary>
    public static void SetContent(IHeaderDictionary headers, StoredObject stored, bool download)
    {
        var type = stored.ContentType;
        headers.ContentType = IsSafe(type) && type.Length > 0 ? type : "application/octet-stream";
        headers.AcceptRanges = Bytes;
        headers.XContentTypeOptions = NoSniff;
        var attributes = stored.Attributes;
        if (attributes.ContentEncoding is { Length: > 0 } encoding && IsSafe(encoding))
        {
            headers.ContentEncoding = encoding;
        }

        if (attributes.ContentLanguage is { Length: > 0 } language && IsSafe(language))
        {
            headers.ContentLanguage = language;
        }

        var inline = !download && InlineTypes.MayShow(type);
        if (!InlineTypes.MayShow(type))
        {
            headers.ContentSecurityPolicy = Sandbox;
        }

        headers.ContentDisposition = inline && attributes.ContentDisposition is { Length: > 0 } own && IsSafe(own)
            ? own
            : DispositionHeader.For(!inline, stored.OriginalName ?? DispositionHeader.NameOf(stored.Key.Value));
        if (attributes.Metadata.Count > 0)
        {
            foreach (var (name, value) in attributes.Metadata)
            {
                if (IsToken(name))
                {
                    headers[MetadataPrefix + name] = value;
                }
            }
        }
    }

    // A value that came from another program may hold what no header can.
    private static bool IsSafe(string value)
    {
        foreach (var c in value)
        {
            if (c is < ' ' or >= '\x7f')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsToken(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    /// <summary>How header values are written: metadata may hold any text, all others are ASCII.</summary>
    public static Encoding? EncodingOf(string header) => header.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : null;
}
