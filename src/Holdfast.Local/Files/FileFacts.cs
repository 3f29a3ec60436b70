using System.Globalization;

namespace Holdfast.Local.Files;

/// <summary>What a file system tells of a name.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Inode">Its number on its device.</param>
/// <param name="ModifiedNanoseconds">When its bytes were last written, nanoseconds since 1970 UTC.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Device">The device it lies on.</param>
internal readonly record struct FileFacts(EntryKind Kind, ulong Inode, long ModifiedNanoseconds, long Size, uint Links, ulong Device)
{
    public bool IsFile => Kind == EntryKind.File;

    /// <summary>What tells this very file, unchanged, from any other.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"{Inode:x}:{ModifiedNanoseconds:x}:{Size:x}");

    public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch.AddTicks(ModifiedNanoseconds / 100);
}

/// <summary>What kind of thing a name stands for.</summary>
internal enum EntryKind
{
    /// <summary>The directory did not tell; ask for the facts.</summary>
    Unknown,

    /// <summary>A regular file, the only thing that can be an object.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link, device, pipe or socket: never followed, never listed, never touched.</summary>
    Other,
}

/// <summary>One name of a directory, as its bytes are.</summary>
internal readonly record struct DirectoryEntry(byte[] Name, EntryKind Kind);
