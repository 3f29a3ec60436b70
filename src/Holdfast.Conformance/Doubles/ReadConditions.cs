using Holdfast.Backends;
using Holdfast.Errors;

namespace Holdfast.Conformance.Doubles;

/// <summary>The conditions of a read in the order of RFC 9110 section 13.2.2.</summary>
internal static class ReadConditions
{
    public static void Check(ObjectStat stat, ReadOptions options, string backend)
    {
        if (options.ExpectedIdentity is { } identity && identity != stat.Identity)
        {
            throw StorageErrors.IdentityChanged(stat.Key, backend);
        }

        if (options.IfMatch is { } match)
        {
            if (!Matches(match, stat))
            {
                throw StorageErrors.PreconditionFailed(stat.Key, "If-Match", backend);
            }
        }
        else if (options.IfUnmodifiedSince is { } unmodified && stat.LastModified > unmodified)
        {
            throw StorageErrors.PreconditionFailed(stat.Key, "If-Unmodified-Since", backend);
        }

        if (options.IfNoneMatch is { } noneMatch ? Matches(noneMatch, stat) : options.IfModifiedSince is { } modified && stat.LastModified <= modified)
        {
            throw StorageErrors.NotModified(stat.Key, backend);
        }
    }

    private static bool Matches(IReadOnlyList<string> tags, ObjectStat stat) => tags.Any(tag => tag == "*" || tag == stat.ETag);
}
