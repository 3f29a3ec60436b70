using System.Globalization;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Objects;
using Holdfast.Server.Files.Reading;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files.Writing;

/// <summary>What the headers of a PUT ask for. Each is honoured or refused, none is ignored.</summary>
internal static class WriteHeaders
{
    private const long MaxExpirySeconds = 100L * 366 * 24 * 3600;

    /// <summary>The options of a PUT.</summary>
    public static PutOptions ToOptions(HttpRequest request, long? maxLength, string? owner, DateTimeOffset now)
    {
        var headers = request.Headers;
        if (headers.ContentRange.Count > 0)
        {
            throw StorageErrors.InvalidArgument("A PUT replaces the whole object: Content-Range is not taken.");
        }

        var ifNoneMatch = headers.IfNoneMatch;
        if (ifNoneMatch.Count > 0 && ifNoneMatch.ToString().Trim() != "*")
        {
            throw StorageErrors.InvalidArgument("If-None-Match of a PUT is '*'.");
        }

        if (headers.IfUnmodifiedSince.Count > 0)
        {
            throw StorageErrors.InvalidArgument("A PUT takes If-Match and If-None-Match, not conditions on time.");
        }

        return new PutOptions
        {
            Length = request.ContentLength,
            MaxLength = maxLength,
            Attributes = Attributes(request),
            IfAbsent = ifNoneMatch.Count > 0,
            IfMatch = EntityTags.ForWrite(headers.IfMatch, "If-Match"),
            Expected = Digests(headers),
            ExpiresAt = Expiry(headers["X-Holdfast-Expires-In"].ToString(), now),
            Owner = owner,
        };
    }

    /// <summary>When something expires that lives so many seconds; null for an empty text.</summary>
    public static DateTimeOffset? Expiry(string seconds, DateTimeOffset now)
    {
        if (seconds.Length == 0)
        {
            return null;
        }

        return long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MaxExpirySeconds
            ? now.AddSeconds(value)
            : throw StorageErrors.InvalidArgument("X-Holdfast-Expires-In is a number of seconds, 1 or more.");
    }

    private static ObjectAttributes Attributes(HttpRequest request)
    {
        var headers = request.Headers;
        List<KeyValuePair<string, string>>? metadata = null;
        foreach (var header in headers)
        {
            if (header.Key.StartsWith(ObjectHeaders.MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                (metadata ??= []).Add(new(header.Key[ObjectHeaders.MetadataPrefix.Length..], header.Value.ToString()));
            }
        }

        return new ObjectAttributes
        {
            ContentType = Text(request.ContentType),
            ContentEncoding = Text(headers.ContentEncoding),
            ContentLanguage = Text(headers.ContentLanguage),
            ContentDisposition = Text(headers.ContentDisposition),
            StorageClass = Text(headers["X-Holdfast-Storage-Class"]),
            Metadata = metadata is null ? UserMetadata.Empty : UserMetadata.From(metadata),
        };
    }

    private static ExpectedDigests? Digests(IHeaderDictionary headers)
    {
        var md5 = headers.ContentMD5.ToString();
        var sha = headers["X-Holdfast-Sha256"].ToString();
        if (md5.Length == 0 && sha.Length == 0)
        {
            return null;
        }

        return new ExpectedDigests
        {
            Md5 = md5.Length == 0 ? default(ReadOnlyMemory<byte>?) : Base64(md5, 16) ?? throw StorageErrors.InvalidArgument("Content-MD5 is the Base64 of 16 bytes."),
            Sha256 = sha.Length == 0 ? default(ReadOnlyMemory<byte>?) : Hex(sha, 32) ?? throw StorageErrors.InvalidArgument("X-Holdfast-Sha256 is 64 hexadecimal digits."),
        };
    }

    private static ReadOnlyMemory<byte>? Base64(string text, int length)
    {
        var bytes = new byte[length + 3];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length ? bytes.AsMemory(0, length) : default(ReadOnlyMemory<byte>?);
    }

    private static ReadOnlyMemory<byte>? Hex(string text, int length)
    {
        var bytes = new byte[length];
        return text.Length == length * 2 && Convert.FromHexString(text, bytes, out _, out _) is System.Buffers.OperationStatus.Done ? bytes : default(ReadOnlyMemory<byte>?);
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues header) => header.ToString() is { Length: > 0 } text ? text : null;
}
