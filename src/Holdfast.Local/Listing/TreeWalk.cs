using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;

namespace Holdfast.Local.Listing;

/// <summary>A file found by a walk.</summary>
/// <param name="Key">Its key as UTF-8.</param>
/// <param name="Path">Where it lies.</param>
internal sealed record FoundFile(byte[] Key, string Path);

/// <summary>
/// Walks a directory tree in the order of its keys' bytes. Holds the names of the directories on the way down, so memory is bounded by the
/// largest of them; a directory none of whose keys is wanted is never opened.
/// </summary>
internal sealed class TreeWalk(LocalVolume volume, WalkBounds bounds, Func<string, DirectoryEntry, byte[]?> keyPartOf)
{
    /// <param name="path">The directory to begin in.</param>
    /// <param name="key">The key bytes that all names in it begin with.</param>
    public IEnumerable<FoundFile> From(string path, byte[] key)
    {
        var stack = new Stack<Frame>();
        Push(stack, path, key);
        while (stack.TryPeek(out var frame))
        {
            if (!frame.MoveNext(out var part, out var name, out var isFolder))
            {
                stack.Pop();
                continue;
            }

            byte[] full = [.. frame.Key, .. part];
            if (isFolder ? !bounds.WantsBelow(full) : !bounds.Wants(full))
            {
                continue;
            }

            var below = frame.Path.Length == 0 ? name : $"{frame.Path}/{name}";
            if (isFolder)
            {
                Push(stack, below, full);
            }
            else
            {
                yield return new FoundFile(full, below);
            }
        }
    }

    private void Push(Stack<Frame> stack, string path, byte[] key)
    {
        if (key.Length >= ObjectKey.MaxBytes)
        {
            return;
        }

        var entries = new List<DirectoryEntry>();
        var error = volume.Files.List(path, entries);
        if (error is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
        {
            // It vanished, or somebody put something else in its place.
            return;
        }

        volume.Check(error, "list");
        var names = new List<Name>(entries.Count);
        foreach (var entry in entries)
        {
            var known = entry.Kind == EntryKind.Unknown ? Ask(path, entry) : entry;
            if (known.Kind is EntryKind.File or EntryKind.Directory && keyPartOf(path, known) is { } part && key.Length + part.Length <= ObjectKey.MaxBytes
                && Utf8Text.Decode(known.Name) is { } text)
            {
                names.Add(new Name(part, text, known.Kind == EntryKind.Directory));
            }
        }

        names.Sort();
        stack.Push(new Frame(path, key, names));
    }

    private DirectoryEntry Ask(string path, DirectoryEntry entry)
    {
        if (Utf8Text.Decode(entry.Name) is not { } name || volume.Files.Stat(path.Length == 0 ? name : $"{path}/{name}", out var facts) != Errno.None)
        {
            return entry with { Kind = EntryKind.Other };
        }

        return entry with { Kind = facts.Kind };
    }

    private readonly record struct Name(byte[] Part, string Text, bool IsFolder) : IComparable<Name>
    {
        public int CompareTo(Name other)
        {
            var order = Part.AsSpan().SequenceCompareTo(other.Part);
            return order != 0 ? order : IsFolder.CompareTo(other.IsFolder);
        }
    }

    private sealed class Frame(string path, byte[] key, List<Name> names)
    {
        private int _next;

        public string Path => path;

        public byte[] Key => key;

        public bool MoveNext(out byte[] part, out string name, out bool isFolder)
        {
            if (_next == names.Count)
            {
                (part, name, isFolder) = ([], string.Empty, false);
                return false;
            }

            (part, name, isFolder) = names[_next];
            names[_next++] = default;
            return true;
        }
    }
}
