using Holdfast.Errors;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Files.Reading;

/// <summary>Entity tags of request headers, without their quotes.</summary>
internal static class EntityTags
{
    /// <summary>Whether a list of a header names the tag by weak comparison (If-None-Match); <c>*</c> names every tag.</summary>
    public static bool MatchWeakly(StringValues header, string etag) => Match(header, etag, strongly: false);

    /// <summary>Whether a list of a header names the tag by strong comparison (If-Match): a weak tag names none.</summary>
    public static bool MatchStrongly(StringValues header, string etag) => Match(header, etag, strongly: true);

    /// <summary>The strong tags of If-Match on a write, <c>*</c> as itself; null without the header. InvalidArgument when it cannot be read.</summary>
    public static IReadOnlyList<string>? ForWrite(StringValues header, string name)
    {
        if (header.Count == 0)
        {
            return null;
        }

        if (header.ToString().Trim() == "*")
        {
            return ["*"];
        }

        if (!EntityTagHeaderValue.TryParseList(header, out var tags))
        {
            throw StorageErrors.InvalidArgument($"{name} is '*' or a list of ETags in double quotes.");
        }

        return [.. tags.Where(t => !t.IsWeak).Select(t => Unquote(t.Tag))];
    }

    private static bool Match(StringValues header, string etag, bool strongly)
    {
        foreach (var value in header)
        {
            var rest = value.AsSpan().Trim();
            if (rest is "*")
            {
                return true;
            }

            while (!rest.IsEmpty)
            {
                var weak = rest.StartsWith("W/", StringComparison.Ordinal);
                rest = weak ? rest[2..] : rest;
                if (rest.IsEmpty || rest[0] is not '"' || rest[1..].IndexOf('"') is not (>= 0 and var end))
                {
                    return false;
                }

                if (rest.Slice(1, end).SequenceEqual(etag) && !(strongly && weak))
                {
                    return true;
                }

                rest = rest[(end + 2)..].TrimStart(" \t,");
            }
        }

        return false;
    }

    private static string Unquote(StringSegment tag) => tag.Length >= 2 ? tag.Substring(1, tag.Length - 2) : tag.ToString();
}
