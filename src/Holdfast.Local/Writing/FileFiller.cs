using Holdfast.Backends;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Marks;
using Holdfast.Local.Native;
using Holdfast.Objects;
using Holdfast.Steps;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Local.Writing;

/// <summary>Where the bytes of a new file come from.</summary>
internal delegate Task FillAsync(SafeFileHandle file, BodyWriter body, CancellationToken cancellationToken);

/// <summary>A file that is whole, marked and, when asked for, durable but for its name.</summary>
internal sealed record FilledFile(string Path, FileFacts Facts, ContentDigests Digests, ObjectMark Mark);

/// <summary>Makes a new file and fills, marks, syncs and closes it; on any failure it is gone again.</summary>
internal sealed class FileFiller(LocalVolume volume)
{
    public async Task<FilledFile> MakeAsync(string path, ObjectKey key, WriteOptions options, FillAsync fill, CancellationToken cancellationToken)
    {
        SafeFileHandle? file = null;
        volume.Check(volume.Folders.WithFolders(path, () => volume.Files.CreateNew(path, out file)), "write", key);
        try
        {
            using var body = new BodyWriter(volume, key, options);
            await fill(file!, body, cancellationToken);
            var digests = body.Finish();
            cancellationToken.ThrowIfCancellationRequested();
            return await SealAsync(path, key, file!, digests, options);
        }
        catch
        {
            _ = volume.Files.Close(file!);
            if (volume.Files.Stat(path, out var facts) == Errno.None)
            {
                volume.Marks.Forget(facts);
            }

            _ = volume.Files.Unlink(path);
            volume.Folders.PruneAbove(path);
            throw;
        }
    }

    private async Task<FilledFile> SealAsync(string path, ObjectKey key, SafeFileHandle file, ContentDigests digests, WriteOptions options)
    {
        var durable = volume.Durable && options.Durable;
        volume.Check(volume.Files.Stat(file, out var facts), "write", key);
        var mark = ObjectMark.Of(facts, digests.Sha256, options.Attributes, key.Value);
        volume.Check(await volume.Marks.WriteAsync(file, mark, durable), "write", key);
        if (durable)
        {
            volume.Check(await volume.Threads.RunAsync(() => volume.Files.Sync(file)), "write", key);
        }

        volume.Check(volume.Files.Close(file), "write", key);
        return new FilledFile(path, facts, digests, mark);
    }
}
