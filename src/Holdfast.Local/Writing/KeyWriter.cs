using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;
using Holdfast.Local.Reading;

namespace Holdfast.Local.Writing;

/// <summary>Writes a readable key: staged, synced, then set in one step under the key's lock. The old file is kept until the new name is durable.</summary>
internal sealed class KeyWriter(LocalVolume volume, FileFiller filler)
{
    public async Task<WriteResult> WriteAsync(ObjectKey key, WriteOptions options, FillAsync fill, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.IfAbsent || options.IfMatch is not null)
        {
            // A condition that fails already need not read the body; the one that counts is checked under the lock.
            _ = CheckConditions(key, options);
        }

        volume.Check(volume.Staging.NewName(Staging.Scratch, string.Empty, out var staged), "write", key);
        var file = await filler.MakeAsync(staged, key, options, fill, cancellationToken);
        try
        {
            using (await volume.Locks.TakeAsync(key.Value, "write", cancellationToken))
            {
                await PublishAsync(key, file, options);
            }

            return new WriteResult(KeyPlaces.StatOf(key, file.Facts, file.Mark), file.Digests);
        }
        catch
        {
            if (volume.Files.Unlink(staged) == Errno.None)
            {
                volume.Marks.Forget(file.Facts);
            }

            throw;
        }
    }

    /// <summary>Throws when a condition does not hold for what readers see now; answers the identity that it held for.</summary>
    private string? CheckConditions(ObjectKey key, WriteOptions options)
    {
        var error = volume.Places.Open(key.Value, out var present);
        if (error is not (Errno.None or Errno.ENOENT))
        {
            throw volume.Failure(error, "write", key);
        }

        using (present)
        {
            if (options.IfAbsent && present is not null)
            {
                throw StorageErrors.AlreadyExists(key, volume.Name).With("write", key, volume.Name);
            }

            if (options.IfMatch is { } wanted && (present is null || !Conditions.Matches(volume.Places.StatOf(key, present).ETag, wanted)))
            {
                throw StorageErrors.PreconditionFailed(key, "If-Match", volume.Name).With("write", key, volume.Name);
            }

            return present?.Facts.Identity;
        }
    }

    private async Task PublishAsync(ObjectKey key, FilledFile file, WriteOptions options)
    {
        var error = Errno.EAGAIN;
        for (var i = 0; i < Folders.Attempts; i++)
        {
            var seen = options.IfAbsent || options.IfMatch is not null ? CheckConditions(key, options) : null;
            var target = volume.Places.TargetOf(key.Value);
            var taken = volume.Places.FileAt(target, out _) == Errno.None;
            if (taken && options.IfAbsent)
            {
                continue;
            }

            error = taken ? Replace(file.Path, target, seen) : volume.Folders.WithFolders(target, () => volume.Files.RenameNoReplace(file.Path, target));
            if (error == Errno.None)
            {
                await MakeDurableAsync(key, file, target, taken, options);
                Settle(key.Value, file.Path, target, taken);
                return;
            }

            // Somebody came between the look and the step: look again.
            if (error is not (Errno.EEXIST or Errno.ENOENT or Errno.ENOTDIR or Errno.EISDIR or Errno.ELOOP or Errno.EAGAIN))
            {
                break;
            }
        }

        throw volume.Failure(error is Errno.EEXIST or Errno.ENOENT ? Errno.EAGAIN : error, "write", key);
    }

    /// <summary>Swaps the new file with the one that is there; what came out must be a file, and the one the condition was checked on.</summary>
    private Errno Replace(string staged, string target, string? seen)
    {
        var error = volume.Files.Exchange(staged, target);
        if (error == Errno.EOPNOTSUPP)
        {
            return volume.Files.RenameOver(staged, target);
        }

        if (error != Errno.None)
        {
            return error;
        }

        if (volume.Places.FileAt(staged, out var old) == Errno.None && (seen is null || seen == old.Identity))
        {
            return Errno.None;
        }

        error = volume.Files.Exchange(staged, target);
        return error == Errno.None ? Errno.EAGAIN : error;
    }

    private async Task MakeDurableAsync(ObjectKey key, FilledFile file, string target, bool exchanged, WriteOptions options)
    {
        var staged = file.Path;
        if (!volume.Durable || !options.Durable)
        {
            return;
        }

        var error = await volume.Directories.SyncAsync(PathText.FolderOf(target));
        if (error == Errno.None)
        {
            return;
        }

        if (exchanged)
        {
            _ = volume.Files.Exchange(staged, target);
            if (volume.Places.FileAt(staged, out var back) == Errno.None && back.Identity != file.Facts.Identity)
            {
                // Another program's file came in between; it is newer than both.
                _ = volume.Files.Exchange(staged, target);
            }
        }
        else
        {
            _ = volume.Files.Unlink(target);
            volume.Folders.PruneAbove(target);
        }

        throw volume.Failure(error, "write", key);
    }

    private void Settle(string key, string staged, string target, bool exchanged)
    {
        if (exchanged && volume.Files.Stat(staged, out var old) == Errno.None && volume.Files.Unlink(staged) == Errno.None)
        {
            volume.Marks.Forget(old);
        }

        // The plain path wins, so an older file in the overflow area is only in the way.
        if (target == key)
        {
            var overflow = OverflowPath.Of(key);
            if (volume.Files.Stat(overflow, out var hidden) == Errno.None && volume.Files.Unlink(overflow) == Errno.None)
            {
                volume.Marks.Forget(hidden);
                volume.Folders.PruneAbove(overflow);
            }
        }
    }
}
