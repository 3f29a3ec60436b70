using System.Buffers;
using System.Text.Json;
using Holdfast.Errors;
using Holdfast.Local.Files;
using Holdfast.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Marks;

/// <summary>Keeps marks: in an extended attribute of the file, or, where that does not work or does not fit, in a sidecar named by the file's identity.</summary>
internal sealed class MarkStore(IFileSystemCalls files, DirectorySync directories)
{
    public const string Area = ".holdfast/meta";

    private const int UsualSize = 1024;
    private const int LargestAttribute = 64 * 1024;
    private const int LargestSidecar = 1 << 20;

    /// <summary>The mark of an open file; null when it has none or when it is not this file's, so that the file is foreign.</summary>
    public ObjectMark? Read(SafeFileHandle file, in FileFacts facts)
    {
        var identity = facts.Identity;
        return ReadAttribute(file) is { } mark && mark.Identity == identity ? mark
            : ReadSidecar(identity) is { } aside && aside.Identity == identity ? aside
            : null;
    }

    /// <summary>Marks a file whose bytes are all written, before its one sync. True when a sidecar was made, which is durable already.</summary>
    public async Task<Errno> WriteAsync(SafeFileHandle file, ObjectMark mark, bool durable)
    {
        var small = JsonSerializer.SerializeToUtf8Bytes(mark with { At = null }, MarkJson.Default.ObjectMark);
        var error = files.SetMark(file, small);
        return error is Errno.EOPNOTSUPP or Errno.E2BIG or Errno.ENOSPC or Errno.ERANGE or Errno.EPERM or Errno.EACCES or Errno.EDQUOT
            ? await WriteSidecarAsync(mark, durable)
            : error;
    }

    /// <summary>Removes the sidecar of a file whose last name goes.</summary>
    public void Forget(in FileFacts facts)
    {
        if (facts.Links <= 1)
        {
            _ = files.Unlink(SidecarPath(facts.Identity));
        }
    }

    /// <summary>Takes a mark away again.</summary>
    public void Remove(SafeFileHandle file, string identity)
    {
        _ = files.RemoveMark(file);
        _ = files.Unlink(SidecarPath(identity));
    }

    public static string SidecarPath(string identity)
    {
        var inode = identity.AsSpan(0, identity.IndexOf(':'));
        var shard = inode.Length > 1 ? inode[^2..].ToString() : $"0{inode}";
        return $"{Area}/{shard}/{identity.Replace(':', '-')}.json";
    }

    /// <summary>The mark of a sidecar; null when it is not there or not readable as one.</summary>
    public ObjectMark? ReadSidecarFile(string path)
    {
        if (files.OpenRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            if (files.Stat(file!, out var facts) != Errno.None || !facts.IsFile || facts.Size > LargestSidecar)
            {
                return null;
            }

            var bytes = new byte[facts.Size];
            var filled = 0;
            while (filled < bytes.Length && files.Read(file!, bytes.AsSpan(filled), filled, out var read) == Errno.None && read > 0)
            {
                filled += read;
            }

            return filled == bytes.Length ? Parse(bytes) : null;
        }
    }

    private static ObjectMark? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var mark = JsonSerializer.Deserialize(json, MarkJson.Default.ObjectMark);
            _ = mark?.Attributes;
            return mark?.Digest is null or { Length: 32 } ? mark : null;
        }
        catch (Exception e) when (e is JsonException or StorageException or FormatException)
        {
            // Another program's attribute of the same name, or a torn sidecar: the file is not marked by us.
            return null;
        }
    }

    private ObjectMark? ReadAttribute(SafeFileHandle file)
    {
        Span<byte> usual = stackalloc byte[UsualSize];
        var error = files.GetMark(file, usual, out var length);
        if (error == Errno.None)
        {
            return Parse(usual[..length]);
        }

        if (error != Errno.ERANGE)
        {
            return null;
        }

        var large = ArrayPool<byte>.Shared.Rent(LargestAttribute);
        try
        {
            return files.GetMark(file, large, out length) == Errno.None ? Parse(large.AsSpan(0, length)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(large);
        }
    }

    private ObjectMark? ReadSidecar(string identity) => ReadSidecarFile(SidecarPath(identity));

    private async Task<Errno> WriteSidecarAsync(ObjectMark mark, bool durable)
    {
        var path = SidecarPath(mark.Identity);
        var folder = path[..path.LastIndexOf('/')];
        _ = files.Unlink(path);
        var error = files.MakeDirectory(folder) is var made and not (Errno.None or Errno.EEXIST) ? made : files.CreateNew(path, out var file) is var opened and not Errno.None ? opened : Fill(file!, mark, durable);
        if (error == Errno.None && durable)
        {
            error = await directories.SyncAsync(folder);
        }

        if (error != Errno.None)
        {
            _ = files.Unlink(path);
        }

        return error;
    }

    private Errno Fill(SafeFileHandle file, ObjectMark mark, bool durable)
    {
        using (file)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(mark, MarkJson.Default.ObjectMark);
            var error = files.Write(file, new ReadOnlySequence<byte>(json), 0);
            error = error == Errno.None && durable ? files.Sync(file) : error;
            var closed = files.Close(file);
            return error == Errno.None ? closed : error;
        }
    }
}
