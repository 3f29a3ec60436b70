using System.Diagnostics;

namespace Holdfast.Crash.Support;

/// <summary>
/// A small file system of its own, mounted. A guard process makes it and takes it away again, when it is disposed or when the tests
/// are gone, whatever way they went: its standard input ends then.
/// </summary>
internal sealed class Volume : IAsyncDisposable
{
    private const string Guard =
        """
        cleanup() {
          for i in 1 2 3 4 5 6 7 8 9 10; do mountpoint -q "$1/m" || break; umount "$1/m" 2>/dev/null && break; sleep 0.3; done
          mountpoint -q "$1/m" && umount -l "$1/m"
          [ -n "$loop" ] && losetup -d "$loop"
          rm -rf --one-file-system "$1"
        }
        folder=$1 kind=$2 size=$3 loop=
        trap 'cleanup "$folder"' EXIT
        mkdir "$folder/m"
        if [ "$kind" = tmpfs ]; then
          mount -t tmpfs -o size="$size" holdfast "$folder/m" || exit 1
        else
          shift 3
          truncate -s "$size" "$folder/image" && "mkfs.$kind" -q "$@" "$folder/image" && loop=$(losetup -f --show "$folder/image") && mount "$loop" "$folder/m" || exit 1
        fi
        echo "ready $loop"
        cat >/dev/null
        """;

    private readonly Process _guard;
    private readonly string _folder;

    private Volume(Process guard, string folder, string device)
    {
        _guard = guard;
        _folder = folder;
        Device = device;
    }

    public string Path => System.IO.Path.Join(_folder, "m");

    /// <summary>The loop device.</summary>
    public string Device { get; }

    /// <summary>Why this machine cannot mount such a file system; null when it can.</summary>
    public static string? WhyNot(string kind)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return "mounting a file system needs Linux and root";
        }

        return kind == "tmpfs" ? null
            : !File.Exists("/dev/loop-control") ? "there are no loop devices"
            : Shell.Has("mkfs." + kind) ? null
            : $"there is no mkfs.{kind}";
    }

    /// <param name="kind"><c>tmpfs</c>, <c>ext4</c> or <c>xfs</c>.</param>
    /// <param name="size">As <c>64M</c>.</param>
    /// <param name="options">For mkfs.</param>
    public static async Task<Volume> MountAsync(string kind, string size, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-volume-").FullName;
        var info = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
        foreach (var argument in new[] { "-c", Guard, "sh", folder, kind, size }.Concat(options))
        {
            info.ArgumentList.Add(argument);
        }

        var guard = Process.Start(info)!;
        var line = await guard.StandardOutput.ReadLineAsync();
        if (line?.StartsWith("ready", StringComparison.Ordinal) == true)
        {
            return new Volume(guard, folder, line["ready".Length..].Trim());
        }

        var why = await guard.StandardError.ReadToEndAsync();
        guard.Dispose();
        Assert.Skip($"this machine does not mount {kind}: {why.Trim()}");
        throw new InvalidOperationException();
    }

    /// <summary>All that was not synced is lost, as when the power goes.</summary>
    public Task CutAsync() => Shell.RunAsync("xfs_io", "-x", "-c", "shutdown", Path);

    public async Task UnmountAsync()
    {
        // The kernel may hold on for a moment after the last process is gone.
        for (var left = 50; left > 0 && (await Shell.TryAsync("umount", Path)).Code != 0; left--)
        {
            await Task.Delay(100);
        }
    }

    public Task UnmountLazilyAsync() => Shell.RunAsync("umount", "-l", Path);

    public Task MountAgainAsync() => Shell.RunAsync("mount", Device, Path);

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(System.IO.Path.Join(Path, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        foreach (var size in new[] { 1 << 20, 1 << 16, 1 << 12, 512 })
        {
            var block = new byte[size];
            try
            {
                while (true)
                {
                    ballast.Write(block);
                }
            }
            catch (IOException)
            {
                // Full for blocks of this size.
            }
        }
    }

    /// <summary>Takes all inodes that are left.</summary>
    public void FillInodes()
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Join(Path, "ballast-files")).FullName;
        try
        {
            for (var i = 0; ; i++)
            {
                File.Create(System.IO.Path.Join(folder, $"{i}")).Dispose();
            }
        }
        catch (IOException)
        {
            // No inode is left.
        }
    }

    public void Empty()
    {
        File.Delete(System.IO.Path.Join(Path, "ballast"));
        if (System.IO.Path.Join(Path, "ballast-files") is var folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }
}
