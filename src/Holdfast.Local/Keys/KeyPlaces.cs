using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Marks;
using Holdfast.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Keys;

/// <summary>Where keys lie. The plain path wins over the overflow area; a link, folder or device at the plain path is as if nothing were there.</summary>
internal sealed class KeyPlaces(LocalVolume volume)
{
    /// <summary>Opens the file of a key. ENOENT when there is none.</summary>
    public Errno Open(string key, out OpenFile? file)
    {
        if (volume.Shapes.CanBePlain(key))
        {
            var error = OpenAt(key, out file);
            if (!IsNothing(error))
            {
                return error;
            }
        }

        return OpenAt(OverflowPath.Of(key), out file);
    }

    /// <summary>What lies at a key, without opening it. ENOENT when nothing does.</summary>
    public Errno Find(string key, out string path, out FileFacts facts)
    {
        path = key;
        if (volume.Shapes.CanBePlain(key))
        {
            var error = FileAt(key, out facts);
            if (!IsNothing(error))
            {
                return error;
            }
        }

        path = OverflowPath.Of(key);
        return FileAt(path, out facts);
    }

    /// <summary>Where the next file of a key goes: its plain path unless it cannot or something that is no file is in the way.</summary>
    public string TargetOf(string key)
    {
        if (!volume.Shapes.CanBePlain(key))
        {
            return OverflowPath.Of(key);
        }

        var error = volume.Files.Stat(key, out var facts);
        var plain = error == Errno.None ? facts.IsFile : error == Errno.ENOENT && volume.Shapes.IsWrittenPlain(key);
        return plain ? key : OverflowPath.Of(key);
    }

    /// <summary>Opens one path; ENOENT when no regular file is there.</summary>
    public Errno OpenAt(string path, out OpenFile? file)
    {
        file = null;
        var error = volume.Files.OpenRead(path, out var handle);
        if (error != Errno.None)
        {
            return IsNothing(error) ? Errno.ENOENT : error;
        }

        error = volume.Files.Stat(handle!, out var facts);
        if (error != Errno.None || !facts.IsFile)
        {
            handle!.Dispose();
            return error == Errno.None ? Errno.ENOENT : error;
        }

        file = new OpenFile(path, handle!, facts);
        return Errno.None;
    }

    /// <summary>The facts of one path; ENOENT when no regular file is there.</summary>
    public Errno FileAt(string path, out FileFacts facts)
    {
        var error = volume.Files.Stat(path, out facts);
        return error == Errno.None ? facts.IsFile ? Errno.None : Errno.ENOENT : IsNothing(error) ? Errno.ENOENT : error;
    }

    public ObjectStat StatOf(ObjectKey key, OpenFile file) => StatOf(key, file.Facts, volume.Marks.Read(file.Handle, file.Facts));

    public static ObjectStat StatOf(ObjectKey key, in FileFacts facts, ObjectMark? mark) => new(key, facts.Size, ETagOf(facts, mark), facts.LastModified)
    {
        Identity = facts.Identity,
        Attributes = mark?.Attributes ?? Objects.ObjectAttributes.None,
        Sha256 = mark?.Digest,
    };

    private static string ETagOf(in FileFacts facts, ObjectMark? mark) =>
        mark?.Sha256 is { Length: 64 } digest ? digest[..32] : facts.Identity.Replace(':', '-');

    // ENXIO: a socket cannot be opened. ELOOP: a link, which is never followed.
    private static bool IsNothing(Errno error) => error is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP or Errno.ENXIO or Errno.ENAMETOOLONG;
}

/// <summary>A regular file opened for reading.</summary>
internal sealed record OpenFile(string Path, SafeFileHandle Handle, FileFacts Facts) : IDisposable
{
    public void Dispose() => Handle.Dispose();
}
