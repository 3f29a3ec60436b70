using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;

namespace Holdfast.Local.Listing;

/// <summary>Lists keys: the plain tree and the overflow area, walked side by side.</summary>
internal sealed class ObjectLister(LocalVolume volume)
{
    private static readonly string[] _private = ["staging", "locks", "meta", "overflow", "quarantine", "backend.json"];

    public async IAsyncEnumerable<ListEntry> ListAsync(ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Delimiter is { Length: 0 })
        {
            throw StorageErrors.InvalidArgument("A delimiter is not empty.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var bounds = new WalkBounds(Encoding.UTF8.GetBytes(options.Prefix));
        if (options.StartAfter is { } after)
        {
            bounds.StartAfter(Encoding.UTF8.GetBytes(after));
        }

        // The first page of a long list need not hold up whoever asked for it.
        await Task.Yield();
        foreach (var found in Merged(options.Prefix, bounds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Utf8Text.Decode(found.Key) is not { } text)
            {
                continue;
            }

            if (options.Delimiter is { } delimiter && text.IndexOf(delimiter, options.Prefix.Length, StringComparison.Ordinal) is var at and >= 0)
            {
                var common = text[..(at + delimiter.Length)];
                if (options.StartAfter is null || KeyOrder.Compare(common, options.StartAfter) > 0)
                {
                    yield return new ListEntry(common, null);
                }

                if (KeyOrder.EndOf(common) is not { } end)
                {
                    yield break;
                }

                bounds.StartAt(Encoding.UTF8.GetBytes(end));
                continue;
            }

            if (StatOf(text, found.Path) is { } stat)
            {
                yield return new ListEntry(text, stat);
            }
        }
    }

    private ObjectStat? StatOf(string text, string path)
    {
        var key = ObjectKey.FromStored(text);
        var error = volume.Places.OpenAt(path, out var file);
        if (error == Errno.None)
        {
            using (file)
            {
                return volume.Places.StatOf(key, file!);
            }
        }

        // A file that may not be read is there all the same.
        if (error is Errno.EACCES or Errno.EPERM && volume.Places.FileAt(path, out var facts) == Errno.None)
        {
            return KeyPlaces.StatOf(key, facts, null);
        }

        return error == Errno.ENOENT ? null : throw volume.Failure(error, "list", key);
    }

    private IEnumerable<FoundFile> Merged(string prefix, WalkBounds bounds)
    {
        using var plain = Plain(prefix, bounds).GetEnumerator();
        using var overflow = Overflow(prefix, bounds).GetEnumerator();
        var first = Next(plain, bounds);
        var second = Next(overflow, bounds);
        while (first is not null || second is not null)
        {
            var order = first is null ? 1 : second is null ? -1 : first.Key.AsSpan().SequenceCompareTo(second.Key);
            yield return order <= 0 ? first! : second!;

            // The bounds may have moved while the caller looked at it, also past what waits on the other side.
            first = order <= 0 || (first is not null && !bounds.Wants(first.Key)) ? Next(plain, bounds) : first;
            second = order >= 0 || (second is not null && !bounds.Wants(second.Key)) ? Next(overflow, bounds) : second;
        }
    }

    private static FoundFile? Next(IEnumerator<FoundFile> walk, WalkBounds bounds)
    {
        while (walk.MoveNext())
        {
            if (bounds.Wants(walk.Current.Key))
            {
                return walk.Current;
            }
        }

        return null;
    }

    private IEnumerable<FoundFile> Plain(string prefix, WalkBounds bounds)
    {
        var folder = prefix.LastIndexOf('/') is var cut and >= 0 ? prefix[..cut] : string.Empty;
        if (folder.Length == 0 ? prefix.StartsWith('/') : !volume.Shapes.CanBePlain(folder))
        {
            return [];
        }

        return new TreeWalk(volume, bounds, PlainPart).From(folder, folder.Length == 0 ? [] : Encoding.UTF8.GetBytes(folder + "/"));
    }

    private IEnumerable<FoundFile> Overflow(string prefix, WalkBounds bounds)
    {
        var reserved = prefix.StartsWith(ObjectKey.ReservedPrefix, StringComparison.Ordinal);
        foreach (var found in new TreeWalk(volume, bounds, OverflowPart).From(OverflowPath.Area, []))
        {
            if (reserved || !found.Key.AsSpan().StartsWith(".holdfast/"u8))
            {
                yield return found;
            }
        }
    }

    private byte[]? PlainPart(string path, DirectoryEntry entry)
    {
        if (path.Length == 0 && entry.Name.AsSpan().SequenceEqual(".holdfast"u8))
        {
            return null;
        }

        if (path == ".holdfast" && _private.Contains(Utf8Text.Decode(entry.Name)))
        {
            return null;
        }

        if (!volume.Shapes.IsExact && !(Utf8Text.Decode(entry.Name) is { } name && volume.Shapes.CanBePlain(name)))
        {
            return null;
        }

        return entry.Kind == EntryKind.Directory ? [.. entry.Name, (byte)'/'] : entry.Name;
    }

    private static byte[]? OverflowPart(string path, DirectoryEntry entry) =>
        OverflowPath.Piece(entry.Name, out var isFile) is { } piece && isFile == (entry.Kind == EntryKind.File) ? piece : null;
}
