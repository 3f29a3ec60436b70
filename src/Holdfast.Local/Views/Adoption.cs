using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Marks;
using Holdfast.Local.Native;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Local.Views;

/// <summary>Gives another program's file a home without copying it, or takes it out of the way.</summary>
internal sealed class Adoption(LocalVolume volume, ViewSettler settler)
{
    public async Task<bool> AdoptAsync(ObjectKey key, ObjectKey home, Func<ObjectStat, CancellationToken, ValueTask<bool>> commit, CancellationToken cancellationToken)
    {
        using (await volume.Locks.TakeAsync(key.Value, "adopt", cancellationToken))
        {
            volume.Check(volume.Places.Find(key.Value, out var path, out _), "adopt", key);
            volume.Check(volume.Folders.WithFolders(home.Value, () => volume.Places.FileAt(path, out _) is var gone and not Errno.None
                ? throw volume.Failure(gone, "adopt", key)
                : volume.Files.Link(path, home.Value)), "adopt", key);
            OpenFile? file = null;
            ObjectMark? before = null;
            var committed = false;
            try
            {
                volume.Check(volume.Places.OpenAt(home.Value, out file), "adopt", key);
                before = volume.Marks.Read(file!.Handle, file.Facts);
                committed = await CommitAsync(key, home, file, before, commit, cancellationToken);
            }
            finally
            {
                if (!committed)
                {
                    await UndoAsync(home, file, before);
                }

                file?.Dispose();
            }

            return committed;
        }
    }

    public async Task<string?> QuarantineAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        using (await volume.Locks.TakeAsync(key.Value, "quarantine", cancellationToken))
        {
            var error = volume.Places.Find(key.Value, out var path, out _);
            if (error == Errno.ENOENT)
            {
                return null;
            }

            volume.Check(error, "quarantine", key);
            var name = settler.SetAside(path, key.Value);
            volume.Folders.PruneAbove(path);
            return name;
        }
    }

    private async Task<bool> CommitAsync(ObjectKey key, ObjectKey home, OpenFile file, ObjectMark? before, Func<ObjectStat, CancellationToken, ValueTask<bool>> commit, CancellationToken cancellationToken)
    {
        var attributes = before?.Attributes ?? ObjectAttributes.None;
        var attempt = home.Value[(home.Value.LastIndexOf('/') + 1)..];
        var system = new Dictionary<string, string>(attributes.System, StringComparer.Ordinal)
        {
            [SystemNames.Attempt] = attempt,
            [SystemNames.Key] = key.Value.Any(char.IsControl) ? Uri.EscapeDataString(key.Value) : key.Value,
        };
        var mark = ObjectMark.Of(file.Facts, before?.Digest, attributes with { System = UserMetadata.From(system) }, home.Value) with { Adopted = true };
        volume.Check(await volume.Marks.WriteAsync(file.Handle, mark, volume.Durable), "adopt", key);
        if (volume.Durable)
        {
            volume.Check(await volume.Threads.RunAsync(() => volume.Files.Sync(file.Handle)), "adopt", key);
            volume.Check(await volume.Directories.SyncAsync(PathText.FolderOf(home.Value)), "adopt", key);
        }

        await volume.ReachedAsync(ProtocolStep.AdoptionLinked, cancellationToken);
        return await commit(KeyPlaces.StatOf(key, file.Facts, mark), cancellationToken);
    }

    private async Task UndoAsync(ObjectKey home, OpenFile? file, ObjectMark? before)
    {
        if (file is not null)
        {
            volume.Marks.Remove(file.Handle, file.Facts.Identity);
            if (before is not null)
            {
                _ = await volume.Marks.WriteAsync(file.Handle, before, volume.Durable);
            }
        }

        _ = volume.Files.Unlink(home.Value);
        volume.Folders.PruneAbove(home.Value);
    }
}
