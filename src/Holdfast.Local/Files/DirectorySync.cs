using System.Collections.Concurrent;
using Holdfast.Local.Native;

namespace Holdfast.Local.Files;

/// <summary>
/// Makes the names in directories durable, one call for all who wait: a sync that begins after a name was made serves it, so those who come while
/// one runs share the next.
/// </summary>
internal sealed class DirectorySync(IFileSystemCalls files, DiskThreads threads)
{
    // Beyond so many the memory of what is durable begins anew; that costs a few syncs, nothing else.
    private const int MostRemembered = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ulong> _durable = new(StringComparer.Ordinal);

    /// <summary>
    /// Syncs a directory and those above it whose own names are not known to be durable, up to the root. A directory that another
    /// call has just made is among them, whoever made it.
    /// </summary>
    public Task<Errno> SyncAsync(string directory)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(directory, out var group))
            {
                group = new Group();
                _groups.Add(directory, group);
            }

            if (group.Running is null)
            {
                group.Running = RunAsync(directory, group);
                return group.Running;
            }

            return group.Next ??= AfterAsync(directory, group);
        }
    }

    /// <summary>Forgets a directory that was removed: one of the same name made later is not durable yet.</summary>
    public void Forget(string directory) => _durable.TryRemove(directory, out _);

    private async Task<Errno> AfterAsync(string directory, Group group)
    {
        var running = group.Running!;
        await Task.Yield();
        await running;
        lock (_gate)
        {
            // Who comes from here on is too late for this sync and shares the one after it.
            group.Running = group.Next;
            group.Next = null;
        }

        return await CallAsync(directory, group);
    }

    private async Task<Errno> RunAsync(string directory, Group group)
    {
        await Task.Yield();
        return await CallAsync(directory, group);
    }

    private async Task<Errno> CallAsync(string directory, Group group)
    {
        try
        {
            return await threads.RunAsync(() => SyncUpwards(directory));
        }
        finally
        {
            lock (_gate)
            {
                if (group.Next is null)
                {
                    _groups.Remove(directory);
                }
            }
        }
    }

    private Errno SyncUpwards(string directory)
    {
        var below = (Path: string.Empty, Inode: 0UL);
        while (true)
        {
            var error = files.SyncDirectory(directory, out var inode);
            if (error != Errno.None)
            {
                return error;
            }

            if (below.Path.Length > 0)
            {
                Remember(below.Path, below.Inode);
            }

            if (directory.Length == 0 || (_durable.TryGetValue(directory, out var known) && known == inode && inode != 0))
            {
                return Errno.None;
            }

            below = (directory, inode);
            directory = PathText.FolderOf(directory);
        }
    }

    private void Remember(string directory, ulong inode)
    {
        if (_durable.Count >= MostRemembered)
        {
            _durable.Clear();
        }

        _durable[directory] = inode;
    }

    private sealed class Group
    {
        public Task<Errno>? Running { get; set; }

        public Task<Errno>? Next { get; set; }
    }
}
