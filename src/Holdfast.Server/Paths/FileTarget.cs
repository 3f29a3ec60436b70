namespace Holdfast.Server.Paths;

/// <summary>Finds the key in a raw request target, before anything normalises or decodes it.</summary>
internal static class FileTarget
{
    /// <summary>Where the bytes of a key are.</summary>
    public const string FilesPrefix = "/api/files/";

    /// <summary>The segment whose keys have a path of their own.</summary>
    public const string UploadsPrefix = "/uploads/";

    private const string UploadsAlias = "/api/uploads/";

    /// <summary>The path of a target of any form, without its query: <c>/a/b?c</c> or <c>http://host/a/b?c</c>.</summary>
    public static ReadOnlySpan<char> PathOf(string rawTarget)
    {
        var target = rawTarget.AsSpan();
        if (target.Length > 0 && target[0] is not '/')
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            if (authority < 0)
            {
                return [];
            }

            target = target[(authority + 3)..];
            var slash = target.IndexOf('/');
            target = slash < 0 ? [] : target[slash..];
        }

        var end = target.IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }

    /// <summary>
    /// The still encoded key that a path names; false when it names none, and <paramref name="uploads"/> when it
    /// is one of <c>/uploads</c>. The path base is taken off where the target carries it (a proxy may have done so already).
    /// </summary>
    public static bool TryFindKey(ReadOnlySpan<char> path, ReadOnlySpan<char> pathBase, out ReadOnlySpan<char> encodedKey, out bool uploads)
    {
        if (pathBase.Length > 0 && path.StartsWith(pathBase, StringComparison.OrdinalIgnoreCase) && Find(path[pathBase.Length..], out encodedKey, out uploads))
        {
            return true;
        }

        return Find(path, out encodedKey, out uploads);
    }

    private static bool Find(ReadOnlySpan<char> path, out ReadOnlySpan<char> encodedKey, out bool uploads)
    {
        if (path.StartsWith(FilesPrefix, StringComparison.OrdinalIgnoreCase))
        {
            encodedKey = path[FilesPrefix.Length..];
            uploads = false;
            return !encodedKey.IsEmpty;
        }

        uploads = true;

        // The prefix without its first slash is the key's own first segment: "uploads/...".
        if (path.StartsWith(UploadsPrefix, StringComparison.Ordinal))
        {
            encodedKey = path[1..];
            return true;
        }

        if (path.StartsWith(UploadsAlias, StringComparison.Ordinal))
        {
            encodedKey = path["/api/".Length..];
            return true;
        }

        encodedKey = default;
        uploads = false;
        return false;
    }
}
