using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;

namespace Holdfast.Local.Views;

/// <summary>
/// Decides on a file in a private name after it was taken from a key: a link of ours is removed, anything else goes back to where it was,
/// and where something foreign is there by now, into quarantine. It is never removed.
/// </summary>
internal sealed class ViewSettler(LocalVolume volume)
{
    public const string Quarantine = ".holdfast/quarantine";

    /// <summary>Whose file lies at a path.</summary>
    public (Owner Owner, FileFacts Facts, string? Attempt) Look(string path)
    {
        var error = volume.Files.Stat(path, out var facts);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return (Owner.Nobody, default, null);
        }

        if (volume.Places.OpenAt(path, out var file) != Errno.None)
        {
            return (Owner.Foreign, facts, null);
        }

        using (file)
        {
            var attempt = volume.Marks.Read(file!.Handle, file.Facts)?.Attempt;
            return (attempt is null ? Owner.Foreign : Owner.Ours, file.Facts, attempt);
        }
    }

    /// <summary>Empties the private name. Called under the key's lock. Answers whether something foreign was in it.</summary>
    public bool Settle(string privatePath, string key, string origin)
    {
        switch (Look(privatePath).Owner)
        {
            case Owner.Nobody:
                return false;
            case Owner.Ours:
                Drop(privatePath);
                return false;
            default:
                if (!PutBack(privatePath, origin))
                {
                    _ = SetAside(privatePath, key);
                }

                volume.Folders.PruneAbove(privatePath);
                return true;
        }
    }

    /// <summary>Removes a link that is known to be ours.</summary>
    public void Drop(string privatePath)
    {
        if (volume.Files.Stat(privatePath, out var facts) == Errno.None && volume.Files.Unlink(privatePath) == Errno.None)
        {
            volume.Marks.Forget(facts);
        }

        volume.Folders.PruneAbove(privatePath);
    }

    /// <summary>Moves a file into quarantine under a fresh name that tells its key, and answers that name.</summary>
    public string? SetAside(string path, string key)
    {
        for (var i = 0; i < Folders.Attempts; i++)
        {
            var stamp = volume.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            var name = $"{stamp}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.{PrivateText.Of(key)}";
            var error = volume.Folders.WithFolders($"{Quarantine}/{name}", () => volume.Files.RenameNoReplace(path, $"{Quarantine}/{name}"));
            if (error == Errno.None)
            {
                Disown($"{Quarantine}/{name}");
                return name;
            }

            if (error == Errno.ENOENT)
            {
                return null;
            }

            if (error != Errno.EEXIST)
            {
                throw volume.Failure(error, "quarantine");
            }
        }

        throw volume.Failure(Errno.EEXIST, "quarantine");
    }

    // A person may move it back: with our mark on it, it would pass for a link of ours there and be replaced.
    private void Disown(string path)
    {
        if (volume.Places.OpenAt(path, out var file) != Errno.None)
        {
            return;
        }

        using (file)
        {
            if (file!.Facts.Links <= 1)
            {
                volume.Marks.Remove(file.Handle, file.Facts.Identity);
            }
        }
    }

    private bool PutBack(string privatePath, string origin)
    {
        for (var i = 0; i < Folders.Attempts; i++)
        {
            var error = volume.Folders.WithFolders(origin, () => volume.Files.RenameNoReplace(privatePath, origin));
            if (error == Errno.None)
            {
                return true;
            }

            if (error != Errno.EEXIST || Look(origin).Owner == Owner.Foreign)
            {
                return false;
            }

            // Our own link stands where the foreign file was: swap them back, and look again at what came out.
            error = volume.Files.Exchange(privatePath, origin);
            if (error == Errno.EOPNOTSUPP)
            {
                return false;
            }

            if (error == Errno.None)
            {
                if (Look(privatePath).Owner == Owner.Ours)
                {
                    Drop(privatePath);
                    return true;
                }

                // Somebody was faster with another file, which is the newer one: it stays.
                _ = volume.Files.Exchange(privatePath, origin);
                return false;
            }
        }

        return false;
    }
}

/// <summary>Whose a file is.</summary>
internal enum Owner
{
    /// <summary>Nothing is there.</summary>
    Nobody,

    /// <summary>A link to a home, unchanged.</summary>
    Ours,

    /// <summary>Anything else.</summary>
    Foreign,
}
