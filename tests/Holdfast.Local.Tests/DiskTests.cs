using System.Diagnostics;
using Holdfast.Backends;
using Holdfast.Errors;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

/// <summary>A full and a read-only disk, on a small file system of their own; they need the right to mount.</summary>
public sealed class DiskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_is_a_typed_error_that_harms_nothing(bool lengthKnown)
    {
        using var mount = SmallDisk.Mount();
        await using var root = new TempRoot(mount.Path);
        var backend = await root.OpenAsync();
        await backend.PutAsync("k", "old");
        var big = new byte[8 << 20];
        foreach (var key in new[] { Key("k"), Key("new/k"), Home("01a") })
        {
            var error = await Should.ThrowAsync<StorageException>(() => backend.WriteAsync(key, Body(big), new WriteOptions { Length = lengthKnown ? big.Length : null }, Token));
            error.Kind.ShouldBe(StorageErrorKind.QuotaExceeded);
            error.Backend.ShouldBe("local");
            error.Message.ShouldNotContain(root.Path);
        }

        (await backend.GetAsync("k")).ShouldBe("old");
        ViewTests.NothingStaged(root);
        Directory.Exists(root.File("new")).ShouldBeFalse();

        // Filled to the last page by somebody else: reads go on, the probe says why, and it is over when there is room again.
        await File.WriteAllBytesAsync(Path.Combine(mount.Path, "filler"), new byte[backend.DiskSpace.FreeBytes], Token);
        (await KindAsync(() => backend.PutAsync("k", "new"))).ShouldBe(StorageErrorKind.QuotaExceeded);
        var probe = await backend.ProbeAsync(ProbeOptions.Default, Token);
        probe.Healthy.ShouldBeFalse();
        probe.Error!.Kind.ShouldBe(StorageErrorKind.QuotaExceeded);
        probe.FreeBytes.ShouldBe(0);
        (await backend.GetAsync("k")).ShouldBe("old");
        (await backend.DropAsync("k")).ShouldBe(true);
        File.Delete(Path.Combine(mount.Path, "filler"));
        await backend.PutAsync("k", "new");
        (await backend.ProbeAsync(ProbeOptions.Default, Token)).Healthy.ShouldBeTrue();
    }

    [Fact]
    public async Task A_read_only_disk_still_serves_and_says_what_it_cannot()
    {
        using var mount = SmallDisk.Mount();
        await using var root = new TempRoot(mount.Path);
        var first = await root.OpenAsync();
        await first.PutAsync("k", "old");
        await first.DisposeAsync();
        mount.Remount("ro");
        var backend = await root.OpenAsync();
        (await backend.GetAsync("k")).ShouldBe("old");
        (await backend.NamesAsync()).ShouldBe(["k"]);
        foreach (var key in new[] { Key("k"), Home("01a") })
        {
            (await KindAsync(() => backend.WriteAsync(key, Body("new"), WriteOptions.Default, Token))).ShouldBe(StorageErrorKind.PermissionDenied);
        }

        (await KindAsync(() => backend.DropAsync("k"))).ShouldBe(StorageErrorKind.PermissionDenied);
        var probe = await backend.ProbeAsync(ProbeOptions.Default, Token);
        probe.Error!.Kind.ShouldBe(StorageErrorKind.PermissionDenied);
        mount.Remount("rw");
        await backend.PutAsync("k", "new");
        (await backend.GetAsync("k")).ShouldBe("new");
    }

    [Fact]
    public async Task Marks_that_fit_no_attribute_lie_in_sidecars_and_are_swept_with_their_file()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var attributes = new Objects.ObjectAttributes
        {
            ContentType = "text/plain",
            Metadata = Objects.UserMetadata.From(Enumerable.Range(0, 8).Select(i => KeyValuePair.Create($"name{i}", new string('v', 1000)))),
        };
        await backend.PutAsync("k", "1", new WriteOptions { Attributes = attributes });
        Directory.GetFiles(root.File(".holdfast/meta"), "*", SearchOption.AllDirectories).Length.ShouldBe(1);
        (await backend.StatAsync(Key("k"), StatOptions.Default, Token)).Attributes.Metadata.ShouldBe(attributes.Metadata);
        (await backend.SweepAsync(TimeSpan.FromHours(-1), Token)).ShouldBe(0);
        await backend.DropAsync("k");
        Directory.GetFiles(root.File(".holdfast/meta"), "*", SearchOption.AllDirectories).ShouldBeEmpty();

        // As a home with a view: the sidecar lives as long as one of the two names.
        await backend.WriteAsync(Home("01a"), Body("1"), new WriteOptions { Attributes = attributes with { System = Attempt("01a", "k").System } }, Token);
        await backend.PublishAsync(Home("01a"), Key("k"), Yes, Token);
        await backend.DeleteAsync([Home("01a")], DeleteOptions.Default, Token);
        (await backend.LookAsync(Key("k"), Token)).State.ShouldBe(ViewState.Ours);
        File.Delete(root.File("k"));
        (await backend.SweepAsync(TimeSpan.FromHours(-1), Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_root_without_the_expected_marker_is_down_and_stays_untouched_until_it_is_back()
    {
        await using var root = new TempRoot();
        var first = await root.OpenAsync();
        await first.PutAsync("k", "1");
        var id = first.BackendId!;
        await first.DisposeAsync();
        (await (await root.OpenAsync()).DisposeAndIdAsync()).ShouldBe(id);

        Directory.Move(root.Path, root.Path + ".away");
        var backend = await root.OpenAsync(expected: id);
        Directory.Exists(root.Path).ShouldBeFalse();
        Directory.CreateDirectory(root.Path);
        (await backend.ProbeAsync(ProbeOptions.Default, Token)).Healthy.ShouldBeFalse();
        foreach (var call in new Func<Task>[] { () => backend.GetAsync("k"), () => backend.PutAsync("k", "2"), () => backend.DropAsync("k"), () => backend.NamesAsync() })
        {
            (await KindAsync(call)).ShouldBe(StorageErrorKind.Unavailable);
        }

        Directory.GetFileSystemEntries(root.Path).ShouldBeEmpty();
        Directory.Delete(root.Path);
        Directory.Move(root.Path + ".away", root.Path);
        (await backend.ProbeAsync(ProbeOptions.Default, Token)).Healthy.ShouldBeTrue();
        (await backend.GetAsync("k")).ShouldBe("1");
        backend.BackendId.ShouldBe(id);

        // The disk goes away while it is in use: the next probe notices.
        Directory.Move(root.Path, root.Path + ".away");
        (await backend.ProbeAsync(ProbeOptions.Default, Token)).Healthy.ShouldBeFalse();
        (await KindAsync(() => backend.GetAsync("k"))).ShouldBe(StorageErrorKind.Unavailable);
        Directory.Move(root.Path + ".away", root.Path);
        await using var other = new TempRoot();
        await other.OpenAsync();
        (await KindAsync(async () => await (await other.OpenAsync(expected: id)).GetAsync("k"))).ShouldBe(StorageErrorKind.Unavailable);
    }

    [Fact]
    public async Task After_disposal_every_call_says_so_and_open_reads_end_well()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        await backend.PutAsync("k", "body");
        var read = await backend.ReadAsync(Key("k"), ReadOptions.Default, Token);
        await backend.DisposeAsync();
        using var reader = new StreamReader(read.Content);
        (await reader.ReadToEndAsync(Token)).ShouldBe("body");
        await Should.ThrowAsync<ObjectDisposedException>(() => backend.GetAsync("k"));
        await Should.ThrowAsync<ObjectDisposedException>(() => backend.PutAsync("k", "1"));
        await Should.ThrowAsync<ObjectDisposedException>(() => backend.NamesAsync());
        Directory.GetFileSystemEntries(root.File(".holdfast/staging")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_cut_while_it_is_read_is_an_error_and_no_short_body()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01a", "k", new string('x', 100_000));
        var identity = (await backend.StatAsync(home, StatOptions.Default, Token)).Identity;
        var read = await backend.ReadAsync(home, new ReadOptions { ExpectedIdentity = identity }, Token);
        using (var cut = File.OpenWrite(root.File(home.Value)))
        {
            cut.SetLength(10);
        }

        (await KindAsync(() => read.Content.CopyToAsync(Stream.Null, Token))).ShouldBe(StorageErrorKind.IntegrityMismatch);
        (await KindAsync(() => backend.GetAsync(home, new ReadOptions { ExpectedIdentity = identity }))).ShouldBe(StorageErrorKind.IdentityChanged);
    }

    private sealed class SmallDisk(string path) : IDisposable
    {
        public string Path => path;

        public static SmallDisk Mount()
        {
            Assert.SkipUnless(Environment.UserName == "root", "needs the right to mount a file system");
            var path = Directory.CreateTempSubdirectory("holdfast-disk-").FullName;
            var mounted = Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", path);
            Assert.SkipUnless(mounted == 0, "needs the right to mount a file system");
            return new SmallDisk(path);
        }

        public void Remount(string mode) => Run("mount", "-o", $"remount,{mode}", path).ShouldBe(0);

        public void Dispose()
        {
            Run("umount", "-l", path);
            Directory.Delete(path);
        }

        private static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}

internal static class DisposeExtensions
{
    public static async Task<string?> DisposeAndIdAsync(this LocalBackend backend)
    {
        var id = backend.BackendId;
        await backend.DisposeAsync();
        return id;
    }
}
