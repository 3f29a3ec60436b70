using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;
using Holdfast.Steps;

namespace Holdfast.Local.Views;

/// <summary>Sets and removes readable keys as links to homes.</summary>
internal sealed class LinkedViews(LocalVolume volume, ViewSettler settler)
{
    public ViewLook Look(ObjectKey key)
    {
        var error = volume.Places.Open(key.Value, out var file);
        if (error == Errno.ENOENT)
        {
            return new ViewLook(ViewState.Absent, null, null);
        }

        volume.Check(error, "look", key);
        using (file)
        {
            var mark = volume.Marks.Read(file!.Handle, file.Facts);
            var stat = KeyPlaces.StatOf(key, file.Facts, mark);
            return new ViewLook(mark?.Attempt is null ? ViewState.Foreign : ViewState.Ours, stat, mark?.Attempt);
        }
    }

    public bool Shows(ObjectKey key, string identity)
    {
        if (volume.Shapes.CanBePlain(key.Value) && volume.Files.Glance(key.Value, out var plain) == Errno.None && plain.IsFile)
        {
            return plain.Identity == identity;
        }

        return volume.Files.Glance(OverflowPath.Of(key.Value), out var facts) == Errno.None && facts.IsFile && facts.Identity == identity;
    }

    public async Task<ViewOutcome> PublishAsync(ObjectKey home, ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillWanted, CancellationToken cancellationToken)
    {
        using (await volume.Locks.TakeAsync(key.Value, "publish", cancellationToken))
        {
            if (!await stillWanted(cancellationToken))
            {
                return ViewOutcome.Superseded;
            }

            var error = volume.Places.Find(home.Value, out var homePath, out var homeFacts);
            if (error == Errno.ENOENT)
            {
                return ViewOutcome.HomeMissing;
            }

            volume.Check(error, "publish", key);
            if (await LinkAsync(key, homePath, cancellationToken))
            {
                return ViewOutcome.Done;
            }

            volume.Check(volume.Staging.NewName(Staging.Exchange, PrivateText.Of(key.Value), out var staged), "publish", key);
            volume.Check(volume.Folders.MakeFor(staged), "publish", key);
            error = volume.Files.Link(homePath, staged);
            if (error == Errno.ENOENT)
            {
                volume.Folders.PruneAbove(staged);
                return ViewOutcome.HomeMissing;
            }

            volume.Check(error, "publish", key);
            return await ExchangeAsync(key, staged, homeFacts, cancellationToken);
        }
    }

    public async Task<ViewOutcome> RemoveAsync(ObjectKey key, Func<CancellationToken, ValueTask<bool>> stillUnwanted, CancellationToken cancellationToken)
    {
        using (await volume.Locks.TakeAsync(key.Value, "remove", cancellationToken))
        {
            if (!await stillUnwanted(cancellationToken))
            {
                return ViewOutcome.Superseded;
            }

            var outcome = await TakeAwayAsync(key, OverflowPath.Of(key.Value), cancellationToken);
            if (volume.Shapes.CanBePlain(key.Value) && await TakeAwayAsync(key, key.Value, cancellationToken) == ViewOutcome.Foreign)
            {
                outcome = ViewOutcome.Foreign;
            }

            return outcome;
        }
    }

    /// <summary>
    /// Sets a key at which nothing lies: a link never replaces, so nothing can come out that would have to be looked at. False when it is to be done by
    /// exchange, because something lies there, came meanwhile, or the home is gone.
    /// </summary>
    private async Task<bool> LinkAsync(ObjectKey key, string homePath, CancellationToken cancellationToken)
    {
        var target = volume.Places.TargetOf(key.Value);
        if (settler.Look(target).Owner != Owner.Nobody)
        {
            return false;
        }

        await volume.ReachedAsync(ProtocolStep.BeforeExchange, cancellationToken);
        var error = volume.Files.Link(homePath, target);
        if (error == Errno.ENOENT && volume.Folders.MakeFor(target) == Errno.None)
        {
            error = volume.Files.Link(homePath, target);
        }

        if (error != Errno.None)
        {
            return false;
        }

        await volume.ReachedAsync(ProtocolStep.AfterExchange, cancellationToken);
        _ = Shown(key, target);
        return true;
    }

    private async Task<ViewOutcome> ExchangeAsync(ObjectKey key, string staged, FileFacts home, CancellationToken cancellationToken)
    {
        var holdsHome = true;
        try
        {
            for (var i = 0; i < Folders.Attempts; i++)
            {
                var target = volume.Places.TargetOf(key.Value);
                var (owner, facts, _) = settler.Look(target);
                if (owner == Owner.Foreign)
                {
                    return ViewOutcome.Foreign;
                }

                if (owner == Owner.Ours && facts.Identity == home.Identity)
                {
                    return Shown(key, target);
                }

                if (i == 0)
                {
                    await volume.ReachedAsync(ProtocolStep.BeforeExchange, cancellationToken);
                }

                var error = owner == Owner.Nobody
                    ? volume.Folders.WithFolders(target, () => volume.Files.RenameNoReplace(staged, target))
                    : volume.Files.Exchange(staged, target);
                if (error == Errno.None)
                {
                    holdsHome = false;
                    return await AfterAsync(key, staged, target, cancellationToken) ? ViewOutcome.Foreign : Shown(key, target);
                }

                if (error == Errno.EOPNOTSUPP)
                {
                    // Without an exchange the key is empty for a moment; readers read homes.
                    _ = await TakeAwayAsync(key, target, cancellationToken);
                    continue;
                }

                // Somebody came between the look and the step: look again.
                if (error is not (Errno.EEXIST or Errno.ENOENT or Errno.ENOTDIR or Errno.EISDIR or Errno.ELOOP or Errno.ENOTEMPTY))
                {
                    throw volume.Failure(error, "publish", key);
                }
            }

            throw StorageErrors.Unavailable(volume.Name, "the key is changed again and again by others.").With("publish", key, volume.Name);
        }
        finally
        {
            if (holdsHome)
            {
                settler.Drop(staged);
            }
        }
    }

    /// <summary>Looks at what came out. Whatever happens meanwhile, it is settled: it may be a person's file.</summary>
    private async Task<bool> AfterAsync(ObjectKey key, string staged, string target, CancellationToken cancellationToken)
    {
        var foreign = false;
        try
        {
            await volume.ReachedAsync(ProtocolStep.AfterExchange, cancellationToken);
        }
        finally
        {
            foreign = settler.Settle(staged, key.Value, target);
            volume.Folders.PruneAbove(staged);
        }

        return foreign;
    }

    private ViewOutcome Shown(ObjectKey key, string target)
    {
        // The plain path wins; a link that was needed while a folder was in the way is needed no more.
        var overflow = OverflowPath.Of(key.Value);
        if (target == key.Value && settler.Look(overflow) is { Owner: Owner.Ours })
        {
            settler.Drop(overflow);
        }

        return ViewOutcome.Done;
    }

    private async Task<ViewOutcome> TakeAwayAsync(ObjectKey key, string path, CancellationToken cancellationToken)
    {
        var owner = settler.Look(path).Owner;
        if (owner != Owner.Ours)
        {
            // What is no file is no object either and was never a view.
            return owner == Owner.Foreign && volume.Places.FileAt(path, out _) == Errno.None ? ViewOutcome.Foreign : ViewOutcome.Done;
        }

        volume.Check(volume.Staging.NewName(Staging.Exchange, PrivateText.Of(key.Value), out var taken), "remove", key);
        var error = volume.Folders.WithFolders(taken, () => volume.Files.RenameNoReplace(path, taken));
        if (error == Errno.ENOENT)
        {
            volume.Folders.PruneAbove(taken);
            return ViewOutcome.Done;
        }

        volume.Check(error, "remove", key);
        var foreign = false;
        try
        {
            await volume.ReachedAsync(ProtocolStep.AfterTake, cancellationToken);
        }
        finally
        {
            foreign = settler.Settle(taken, key.Value, path);
            volume.Folders.PruneAbove(path);
        }

        return foreign ? ViewOutcome.Foreign : ViewOutcome.Done;
    }
}
