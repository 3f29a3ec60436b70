using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Local.Reading;

/// <summary>The conditions of RFC 9110 section 13, in its order of precedence.</summary>
internal static class Conditions
{
    public static void Check(ObjectKey key, ObjectStat stat, ReadOptions options, string backend)
    {
        if (options.ExpectedIdentity is { } identity && identity != stat.Identity)
        {
            throw StorageErrors.IdentityChanged(key, backend);
        }

        if (options.IfMatch is { } wanted)
        {
            if (!wanted.Any(w => Matches(stat.ETag, w)))
            {
                throw StorageErrors.PreconditionFailed(key, "If-Match", backend);
            }
        }
        else if (options.IfUnmodifiedSince is { } until && stat.LastModified > until)
        {
            throw StorageErrors.PreconditionFailed(key, "If-Unmodified-Since", backend);
        }

        if (options.IfNoneMatch is { } known)
        {
            if (known.Any(k => k == "*" || Bare(k.StartsWith("W/", StringComparison.Ordinal) ? k[2..] : k) == stat.ETag))
            {
                throw StorageErrors.NotModified(key, backend);
            }
        }
        else if (options.IfModifiedSince is { } since && stat.LastModified <= since)
        {
            throw StorageErrors.NotModified(key, backend);
        }
    }

    /// <summary>Strong comparison: a weak tag matches nothing.</summary>
    public static bool Matches(string etag, string wanted) => wanted == "*" || Bare(wanted) == etag;

    private static string Bare(string etag) => etag.Length >= 2 && etag[0] == '"' && etag[^1] == '"' ? etag[1..^1] : etag;
}
