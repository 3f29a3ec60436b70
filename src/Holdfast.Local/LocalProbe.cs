using System.Buffers;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Local.Files;
using Holdfast.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local;

/// <summary>Tries whether the disk takes, keeps and gives bytes.</summary>
internal sealed class LocalProbe(LocalVolume volume)
{
    private static ReadOnlySpan<byte> Sample => "holdfast probe\n"u8;

    public async Task<ProbeResult> RunAsync(long began)
    {
        var error = await volume.Threads.RunAsync(Try);
        var latency = volume.Time.GetElapsedTime(began);
        DiskSpace? space = volume.Files.Space(out var room) == Errno.None ? room : null;
        return new ProbeResult(error is null, latency, error) { UsedBytes = space?.UsedBytes, FreeBytes = space?.FreeBytes };
    }

    private StorageException? Try()
    {
        var error = volume.Staging.NewName(Staging.Scratch, "probe", out var path);
        if (error != Errno.None)
        {
            return volume.Failure(error, "probe");
        }

        SafeFileHandle? file = null;
        error = volume.Folders.WithFolders(path, () => volume.Files.CreateNew(path, out file));
        if (error != Errno.None)
        {
            return volume.Failure(error, "probe");
        }

        error = volume.Files.Write(file!, new ReadOnlySequence<byte>(Sample.ToArray()), 0);
        error = error == Errno.None && volume.Durable ? volume.Files.Sync(file!) : error;
        Span<byte> back = stackalloc byte[Sample.Length];
        var same = error == Errno.None && (error = volume.Files.Read(file!, back, 0, out var read)) == Errno.None && read == back.Length && back.SequenceEqual(Sample);
        var closed = volume.Files.Close(file!);
        var removed = volume.Files.Unlink(path);
        error = error != Errno.None ? error : closed != Errno.None ? closed : removed;
        return error != Errno.None ? volume.Failure(error, "probe")
            : same ? null
            : StorageErrors.Unavailable(volume.Name, "the disk gives other bytes than it took.").With("probe", null, volume.Name);
    }
}
