using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Files.Reading;

/// <summary>The conditions of a read, in the order of RFC 9110 section 13.2.2.</summary>
internal static class ReadConditions
{
    /// <summary>200 to go on, 304 or 412 to stop.</summary>
    /// <param name="headers">The request's.</param>
    /// <param name="etag">The object's tag, without quotes.</param>
    /// <param name="modified">When it was modified, in whole seconds.</param>
    public static int Evaluate(IHeaderDictionary headers, string etag, DateTimeOffset modified)
    {
        var ifMatch = headers.IfMatch;
        if (ifMatch.Count > 0)
        {
            if (!EntityTags.MatchStrongly(ifMatch, etag))
            {
                return StatusCodes.Status412PreconditionFailed;
            }
        }
        else if (Date(headers.IfUnmodifiedSince) is { } unmodifiedSince && modified > unmodifiedSince)
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        var ifNoneMatch = headers.IfNoneMatch;
        if (ifNoneMatch.Count > 0)
        {
            return EntityTags.MatchWeakly(ifNoneMatch, etag) ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
        }

        return Date(headers.IfModifiedSince) is { } since && modified <= since ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
    }

    /// <summary>Whether the Range header counts: there is no If-Range, or it names exactly what is there.</summary>
    public static bool RangeCounts(IHeaderDictionary headers, string etag, DateTimeOffset modified)
    {
        var ifRange = headers.IfRange;
        if (ifRange.Count == 0)
        {
            return true;
        }

        var value = ifRange.ToString().Trim();
        return value.StartsWith('"') || value.StartsWith("W/", StringComparison.Ordinal)
            ? EntityTags.MatchStrongly(ifRange, etag)
            : Date(value) is { } date && date == modified;
    }

    private static DateTimeOffset? Date(Microsoft.Extensions.Primitives.StringValues header) =>
        header.Count == 1 && HeaderUtilities.TryParseDate(header.ToString(), out var date) ? date : null;
}
