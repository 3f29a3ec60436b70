using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;
using Holdfast.Local.Reading;
using Holdfast.Local.Writing;

namespace Holdfast.Local.Removing;

/// <summary>Deletes objects: the overflow entry first, then the plain file, so that nothing older comes to light in between.</summary>
internal sealed class ObjectRemover(LocalVolume volume)
{
    public async Task<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<ObjectKey> keys, DeleteOptions options, CancellationToken cancellationToken)
    {
        if (options.IfMatch is not null && keys.Count > 1)
        {
            throw StorageErrors.InvalidArgument("If-Match deletes a single key.");
        }

        var results = new List<DeleteResult>(keys.Count);
        var folders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var existed = HomeWriter.IsHome(key) && options.IfMatch is null ? DeleteHome(key) : await DeleteKeyAsync(key, options, folders, results.Count, cancellationToken);
                results.Add(new DeleteResult(key, existed, null));
            }
            catch (StorageException e)
            {
                results.Add(new DeleteResult(key, null, e));
            }
        }

        if (volume.Durable)
        {
            await SyncAsync(folders, results);
        }

        return results;
    }

    /// <summary>Removes a home. A power cut may bring it back, which the scan of homes settles; the name is never used again.</summary>
    private bool DeleteHome(ObjectKey home)
    {
        var error = volume.Places.Open(home.Value, out var file);
        if (error == Errno.ENOENT)
        {
            return false;
        }

        volume.Check(error, "delete", home);
        using (file)
        {
            if (file!.Facts.Links > 1 && volume.Marks.Read(file.Handle, file.Facts) is { Adopted: true } mark && home.Value.EndsWith("/" + mark.Attempt, StringComparison.Ordinal))
            {
                // The other name is a person's file that was to become a version and did not: it is theirs again. (A mark of another attempt is of a
                // later home of the same file, which stays.)
                volume.Marks.Remove(file.Handle, file.Facts.Identity);
            }

            return Unlink(home, file.Path, file.Facts);
        }
    }

    private async Task<bool> DeleteKeyAsync(ObjectKey key, DeleteOptions options, Dictionary<string, List<int>> folders, int index, CancellationToken cancellationToken)
    {
        using (await volume.Locks.TakeAsync(key.Value, "delete", cancellationToken))
        {
            if (options.IfMatch is { } wanted)
            {
                CheckMatch(key, wanted);
            }

            var existed = false;
            foreach (var path in Paths(key.Value))
            {
                var error = volume.Places.FileAt(path, out var facts);
                if (error == Errno.ENOENT)
                {
                    continue;
                }

                volume.Check(error, "delete", key);
                if (Unlink(key, path, facts))
                {
                    existed = true;
                    var folder = NearestFolder(PathText.FolderOf(path));
                    folders.TryAdd(folder, []);
                    folders[folder].Add(index);
                }
            }

            return existed;
        }
    }

    private void CheckMatch(ObjectKey key, string wanted)
    {
        var error = volume.Places.Open(key.Value, out var file);
        using (file)
        {
            if (error == Errno.ENOENT)
            {
                return;
            }

            if (file is not null && !Conditions.Matches(volume.Places.StatOf(key, file).ETag, wanted))
            {
                throw StorageErrors.PreconditionFailed(key, "If-Match", volume.Name).With("delete", key, volume.Name);
            }

            volume.Check(error, "delete", key);
        }
    }

    private IEnumerable<string> Paths(string key)
    {
        yield return OverflowPath.Of(key);
        if (volume.Shapes.CanBePlain(key))
        {
            yield return key;
        }
    }

    private bool Unlink(ObjectKey key, string path, in FileFacts facts)
    {
        var error = volume.Files.Unlink(path);
        if (error == Errno.ENOENT)
        {
            return false;
        }

        volume.Check(error, "delete", key);
        volume.Marks.Forget(facts);
        volume.Folders.PruneAbove(path);
        return true;
    }

    // Emptied folders are gone: then the nearest one that is left holds the news.
    private string NearestFolder(string folder)
    {
        while (folder.Length > 0 && volume.Files.Stat(folder, out _) != Errno.None)
        {
            folder = PathText.FolderOf(folder);
        }

        return folder;
    }

    private async Task SyncAsync(Dictionary<string, List<int>> folders, List<DeleteResult> results)
    {
        foreach (var (folder, indexes) in folders)
        {
            var error = await volume.Directories.SyncAsync(folder);

            // A folder that somebody removed meanwhile took the name with it.
            if (error is Errno.None or Errno.ENOENT)
            {
                continue;
            }

            foreach (var index in indexes)
            {
                results[index] = new DeleteResult(results[index].Key, null, volume.Failure(error, "delete", results[index].Key));
            }
        }
    }
}
