using Holdfast.Errors;
using Holdfast.Local.Keys;
using Holdfast.Local.Native;

namespace Holdfast.Local.Files;

/// <summary>Opens a root: makes it and its marker when it is new, or finds out that it is not the one that is expected.</summary>
internal sealed class VolumeOpener(LocalBackendOptions options)
{
    private static readonly string[] _areas = [".holdfast", ".holdfast/v", Staging.Area, KeyLocks.Area, Marks.MarkStore.Area, OverflowPath.Area, Views.ViewSettler.Quarantine];

    /// <summary>The volume and its id, or why it is down.</summary>
    public async Task<(LocalVolume? Volume, string? Id, StorageException? Down)> OpenAsync()
    {
        var root = Path.GetFullPath(options.Root);
        if (options.ExpectedBackendId is null)
        {
            MakeRoot(root);
        }

        var error = OpenFiles(root, out var files);
        if (error != Errno.None)
        {
            return options.ExpectedBackendId is null
                ? throw LocalErrorMap.ToException(error, options.Name, "open", null)
                : (null, null, StorageErrors.Unavailable(options.Name, "its root is not there."));
        }

        var volume = new LocalVolume(files!, options.Name, options.Durable, options.Observer, options.Time);
        try
        {
            var found = await IdentifyAsync(volume);
            if (found.Down is not null)
            {
                volume.Dispose();
                return (null, null, found.Down);
            }

            return (volume, found.Id, null);
        }
        catch
        {
            volume.Dispose();
            throw;
        }
    }

    private static Errno OpenFiles(string root, out IFileSystemCalls? files)
    {
        if (!OperatingSystem.IsLinux())
        {
            files = Directory.Exists(root) ? new ManagedFileSystem(root) : null;
            return files is null ? Errno.ENOENT : Errno.None;
        }

        var error = LinuxFileSystem.Open(root, out var linux);
        files = linux;
        return error;
    }

    private void MakeRoot(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!Directory.Exists(root))
            {
                throw StorageErrors.Misconfigured($"The root of the backend '{options.Name}' cannot be made.", e);
            }
        }
    }

    private async Task<(string? Id, StorageException? Down)> IdentifyAsync(LocalVolume volume)
    {
        var error = BackendMarker.Read(volume.Files, out var marker);
        if (options.ExpectedBackendId is { } expected && marker?.Id != expected)
        {
            return (null, error switch
            {
                Errno.None => StorageErrors.Unavailable(options.Name, "its root carries the marker of another backend."),
                Errno.ENOENT => StorageErrors.Unavailable(options.Name, "its root carries no marker; is the disk mounted?"),
                _ => LocalErrorMap.ToException(error, options.Name, "open", null),
            });
        }

        if (error == Errno.EINVAL)
        {
            throw StorageErrors.Misconfigured($"The marker '{BackendMarker.Path}' of the backend '{options.Name}' is damaged.");
        }

        if (error is not (Errno.None or Errno.ENOENT))
        {
            throw LocalErrorMap.ToException(error, options.Name, "open", null);
        }

        var made = MakeAreas(volume);
        if (marker is null)
        {
            volume.Check(made, "open");
            var fresh = new BackendMarker { Id = Guid.CreateVersion7(options.Time.GetUtcNow()).ToString("n"), Created = options.Time.GetUtcNow() };
            volume.Check(await BackendMarker.CreateAsync(volume, fresh), "open");
            volume.Check(BackendMarker.Read(volume.Files, out marker), "open");
        }

        volume.Shapes = new KeyShapes(TraitsOf(volume));

        // A known root that takes no writes just now still serves reads.
        return (marker!.Id, null);
    }

    private static VolumeTraits TraitsOf(LocalVolume volume)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new VolumeTraits(FoldsNames: true, WindowsNames: OperatingSystem.IsWindows());
        }

        // Linux, too, mounts volumes that fold case or Unicode forms: does another spelling lead to the same file?
        var folds = volume.Files.Stat(".HOLDFAST", out var upper) == Errno.None
            && volume.Files.Stat(".holdfast", out var lower) == Errno.None && upper.Inode == lower.Inode;
        if (!folds && volume.Staging.NewName(Staging.Scratch, "e\u0301", out var decomposed) == Errno.None && volume.Files.CreateNew(decomposed, out var file) == Errno.None)
        {
            folds = volume.Files.Stat(decomposed.Replace("e\u0301", "\u00e9", StringComparison.Ordinal), out _) == Errno.None;
            _ = volume.Files.Close(file!);
            _ = volume.Files.Unlink(decomposed);
        }

        return new VolumeTraits(folds, WindowsNames: false);
    }

    private static Errno MakeAreas(LocalVolume volume)
    {
        foreach (var area in _areas)
        {
            var error = volume.Files.MakeDirectory(area);
            if (error is not (Errno.None or Errno.EEXIST))
            {
                return error;
            }
        }

        return Errno.None;
    }
}
