using System.Text;

namespace Holdfast.Local.Keys;

/// <summary>Whether a key can be a path as it is.</summary>
internal sealed class KeyShapes(VolumeTraits traits)
{
    private const int MaxSegmentBytes = 255;

    private static readonly System.Buffers.SearchValues<char> _windowsCharacters = System.Buffers.SearchValues.Create("<>:\"\\|?*");

    /// <summary>Whether the volume keeps every name as it is given.</summary>
    public bool IsExact => !traits.FoldsNames && !traits.WindowsNames;

    /// <summary>Whether the volume can hold the key as a plain path, so that a file may lie there.</summary>
    public bool CanBePlain(string key)
    {
        foreach (var range in key.AsSpan().Split('/'))
        {
            if (!CanBeName(key.AsSpan(range)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether new files of the key go to its plain path: not those with control characters, which break the tools of people.</summary>
    public bool IsWrittenPlain(string key) => CanBePlain(key) && !key.AsSpan().ContainsAnyInRange('\u0001', '\u001f') && !key.Contains('\u007f', StringComparison.Ordinal);

    private bool CanBeName(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty || segment is "." or ".." || segment.Length > MaxSegmentBytes || Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes)
        {
            return false;
        }

        // Which letters a volume folds differs in every corner of Unicode; lower-case ASCII is safe on all of them.
        if (traits.FoldsNames && (segment.ContainsAnyInRange('A', 'Z') || !Ascii.IsValid(segment)))
        {
            return false;
        }

        return !traits.WindowsNames || CanBeWindowsName(segment);
    }

    private static bool CanBeWindowsName(ReadOnlySpan<char> segment)
    {
        if (segment.ContainsAny(_windowsCharacters) || segment.ContainsAnyInRange('\u0001', '\u001f') || segment[^1] is '.' or ' ')
        {
            return false;
        }

        var dot = segment.IndexOf('.');
        var stem = (dot < 0 ? segment : segment[..dot]).TrimEnd(' ');
        return !(Is(stem, "con") || Is(stem, "prn") || Is(stem, "aux") || Is(stem, "nul") || Is(stem, "conin$") || Is(stem, "conout$")
            || (stem.Length == 4 && (stem.StartsWith("com", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("lpt", StringComparison.OrdinalIgnoreCase))));
    }

    private static bool Is(ReadOnlySpan<char> stem, string name) => stem.Equals(name, StringComparison.OrdinalIgnoreCase);
}
