using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Marks;
using Holdfast.Local.Native;

namespace Holdfast.Local.Views;

/// <summary>Settles what processes that ended in the middle of something left in the staging area. Living processes are left alone: they hold their lock.</summary>
internal sealed class Recovery(LocalVolume volume, ViewSettler settler)
{
    /// <summary>Removes staged bytes of ours and looks at private names that may hold another program's file.</summary>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        await ForDeadAsync(
            async name =>
            {
                if (name.Kind == Staging.Scratch && RemoveScratch(name, DateTimeOffset.MaxValue))
                {
                    settled++;
                }

                if (name.Kind != Staging.Exchange)
                {
                    return;
                }

                foreach (var (path, text) in FilesBelow($"{Staging.Area}/{name.Text}", name.Rest))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await SettleAsync(path, text, cancellationToken);
                    settled++;
                }
            },
            cancellationToken);
        return settled;
    }

    /// <summary>Removes staged bytes of ours that nobody finishes any more, and sidecars whose file is gone.</summary>
    public async Task<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var removed = 0;
        var before = volume.Time.GetUtcNow() - olderThan;
        await ForDeadAsync(
            name =>
            {
                if (name.Kind == Staging.Scratch && RemoveScratch(name, before))
                {
                    removed++;
                }

                return Task.CompletedTask;
            },
            cancellationToken);
        return removed + SweepSidecars(before, cancellationToken);
    }

    private bool RemoveScratch(StagedName name, DateTimeOffset before)
    {
        var path = $"{Staging.Area}/{name.Text}";
        if (volume.Files.Stat(path, out var facts) != Errno.None || facts.LastModified > before || volume.Files.Unlink(path) != Errno.None)
        {
            return false;
        }

        volume.Marks.Forget(facts);
        return true;
    }

    private async Task SettleAsync(string path, string text, CancellationToken cancellationToken)
    {
        if (PrivateText.KeyOf(text) is not { } key)
        {
            // Not a name that we make: nobody knows where it belongs, so it is kept where people look.
            _ = settler.SetAside(path, text);
            return;
        }

        using (await volume.Locks.TakeAsync(key, "recover", cancellationToken))
        {
            _ = settler.Settle(path, key, volume.Places.TargetOf(key));
        }
    }

    private async Task ForDeadAsync(Func<StagedName, Task> act, CancellationToken cancellationToken)
    {
        var entries = new List<DirectoryEntry>();
        var error = volume.Files.List(Staging.Area, entries);
        if (error == Errno.ENOENT)
        {
            return;
        }

        volume.Check(error, "recover");
        var names = entries.Select(e => StagedName.Parse(Utf8Text.Decode(e.Name))).OfType<StagedName>();
        foreach (var instance in names.GroupBy(n => n.Instance, StringComparer.Ordinal).Where(g => g.Key != volume.Staging.Instance).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lockPath = $"{Staging.Area}/{instance.Key}{Staging.LockSuffix}";
            error = volume.Files.TryLock(lockPath, out var held);
            if (error == Errno.EAGAIN)
            {
                continue;
            }

            volume.Check(error, "recover");
            using (held)
            {
                foreach (var name in instance.Where(n => n.Kind.Length > 0))
                {
                    await act(name);
                }

                if (!AnyLeft(instance.Key))
                {
                    _ = volume.Files.Unlink(lockPath);
                }
            }
        }
    }

    private bool AnyLeft(string instance)
    {
        var entries = new List<DirectoryEntry>();
        return volume.Files.List(Staging.Area, entries) == Errno.None
            && entries.Any(e => StagedName.Parse(Utf8Text.Decode(e.Name)) is { } name && name.Instance == instance && name.Kind.Length > 0);
    }

    private List<(string Path, string Text)> FilesBelow(string path, string text)
    {
        if (volume.Files.Stat(path, out var facts) != Errno.None)
        {
            return [];
        }

        if (facts.Kind != EntryKind.Directory || !text.EndsWith('~'))
        {
            return [(path, text)];
        }

        var entries = new List<DirectoryEntry>();
        volume.Check(volume.Files.List(path, entries), "recover");
        if (entries.Count == 0)
        {
            _ = volume.Files.RemoveDirectory(path);
        }

        return [.. entries.Select(e => Utf8Text.Decode(e.Name)).OfType<string>().SelectMany(n => FilesBelow($"{path}/{n}", $"{text}/{n}"))];
    }

    private int SweepSidecars(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        var shards = new List<DirectoryEntry>();
        if (volume.Files.List(MarkStore.Area, shards) != Errno.None)
        {
            return 0;
        }

        foreach (var shard in shards.Select(s => $"{MarkStore.Area}/{Utf8Text.Decode(s.Name)}"))
        {
            var sidecars = new List<DirectoryEntry>();
            if (volume.Files.List(shard, sidecars) != Errno.None)
            {
                continue;
            }

            foreach (var path in sidecars.Select(s => $"{shard}/{Utf8Text.Decode(s.Name)}"))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (volume.Files.Stat(path, out var facts) == Errno.None && facts.IsFile && facts.LastModified <= before && IsOrphan(path) && volume.Files.Unlink(path) == Errno.None)
                {
                    removed++;
                }
            }
        }

        return removed;
    }

    private bool IsOrphan(string sidecar)
    {
        if (volume.Marks.ReadSidecarFile(sidecar) is not { At: { } at } mark)
        {
            return true;
        }

        return !Lies(at) && !(mark.System?.GetValueOrDefault(SystemNames.Key) is { } key && Lies(key));

        bool Lies(string key) => volume.Places.Find(key, out _, out var facts) == Errno.None && facts.Identity == mark.Identity;
    }

    /// <summary>A name in the staging area: <c>instance.kind random.rest</c>, or the lock file of an instance.</summary>
    private sealed record StagedName(string Text, string Instance, string Kind, string Rest)
    {
        public static StagedName? Parse(string? text)
        {
            var dot = text?.IndexOf('.') ?? -1;
            if (dot <= 0)
            {
                return null;
            }

            var after = text![(dot + 1)..];
            if (after.Length == 0 || "." + after == Staging.LockSuffix)
            {
                return new StagedName(text, text[..dot], string.Empty, string.Empty);
            }

            var second = after.IndexOf('.');
            return new StagedName(text, text[..dot], after[..1], second < 0 ? string.Empty : after[(second + 1)..]);
        }
    }
}
