using System.Text;
using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Native;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class ConfinementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("..")]
    [InlineData("./a")]
    [InlineData("a/..")]
    [InlineData("a/./b")]
    [InlineData(".holdfast/backend.json")]
    [InlineData(".holdfast")]
    [InlineData("a\0b")]
    public void Keys_that_would_climb_are_no_keys(string text) => ObjectKey.TryParse(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_link_leads_out_of_the_root(bool walk)
    {
        await using var root = new TempRoot();
        await using var outside = new TempRoot();
        Directory.CreateDirectory(outside.Path);
        await File.WriteAllTextAsync(outside.File("secret"), "secret", Token);
        await (await root.OpenAsync()).DisposeAsync();
        File.CreateSymbolicLink(root.File("file"), outside.File("secret"));
        Directory.CreateSymbolicLink(root.File("folder"), outside.Path);
        File.CreateSymbolicLink(root.File("dangling"), outside.File("new"));
        File.CreateSymbolicLink(root.File("inside"), root.File("real"));
        await File.WriteAllTextAsync(root.File("real"), "real", Token);

        LinuxFileSystem.Open(root.Path, out var files, walk).ShouldBe(Errno.None);
        using (files)
        {
            foreach (var path in new[] { "file", "folder/secret", "dangling", "inside", "../etc/passwd", "folder/../real", "/etc/passwd" })
            {
                files!.OpenRead(path, out _).ShouldNotBe(Errno.None, path);
            }

            files!.CreateNew("dangling", out _).ShouldBe(Errno.EEXIST);
            files.CreateNew("folder/new", out _).ShouldNotBe(Errno.None);
            files.MakeDirectory("folder/new").ShouldNotBe(Errno.None);
            files.Unlink("folder/secret").ShouldNotBe(Errno.None);
            files.Link("real", "folder/real").ShouldNotBe(Errno.None);
            files.RenameOver("real", "folder/real").ShouldNotBe(Errno.None);
            files.List("folder", []).ShouldNotBe(Errno.None);
            files.SyncDirectory("folder", out _).ShouldNotBe(Errno.None);
            files.Stat("file", out var facts).ShouldBe(Errno.None);
            facts.Kind.ShouldBe(Files.EntryKind.Other);
            files.OpenRead("real", out var real).ShouldBe(Errno.None);
            real!.Dispose();
        }

        Directory.GetFileSystemEntries(outside.Path).Select(Path.GetFileName).ShouldBe(["secret"]);
    }

    [Fact]
    public async Task Links_and_pipes_are_nothing_to_every_verb_and_stay()
    {
        await using var root = new TempRoot();
        await using var outside = new TempRoot();
        Directory.CreateDirectory(outside.Path);
        await File.WriteAllTextAsync(outside.File("secret"), "secret", Token);
        var backend = await root.OpenAsync();
        File.CreateSymbolicLink(root.File("file"), outside.File("secret"));
        Directory.CreateSymbolicLink(root.File("folder"), outside.Path);
        File.CreateSymbolicLink(root.File("dangling"), outside.File("new"));
        System.Diagnostics.Process.Start("mkfifo", [root.File("pipe")]).WaitForExit();

        string[] keys = ["file", "folder/secret", "folder/new", "dangling", "pipe"];
        (await backend.NamesAsync()).ShouldBeEmpty();
        foreach (var key in keys)
        {
            (await KindAsync(() => backend.GetAsync(key))).ShouldBe(StorageErrorKind.NotFound);
            (await backend.DropAsync(key)).ShouldBe(false);
            (await KindAsync(() => backend.AdoptAsync(Key(key), Home("01a"), (_, _) => new(true), Token))).ShouldBe(StorageErrorKind.NotFound);
            await backend.PutAsync(key, "own", new WriteOptions { IfAbsent = true });
            (await backend.GetAsync(key)).ShouldBe("own");
        }

        (await backend.NamesAsync()).ShouldBe(keys.OrderBy(k => k, KeyOrder.Utf8));
        var home = await backend.PutHomeAsync("02b", "file", "ours");
        await backend.DropAsync("file");
        (await backend.PublishAsync(home, Key("file"), Yes, Token)).ShouldBe(ViewOutcome.Done);
        (await backend.LookAsync(Key("file"), Token)).State.ShouldBe(ViewState.Ours);
        Directory.GetFileSystemEntries(outside.Path).Select(Path.GetFileName).ShouldBe(["secret"]);
        (await File.ReadAllTextAsync(root.File("file"), Token)).ShouldBe("secret");
    }

    [Fact]
    public async Task A_sibling_whose_name_begins_like_the_root_is_out_of_reach()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        Directory.CreateDirectory(root.Path + "-evil");
        try
        {
            await backend.PutAsync("-evil/x", "1");
            Directory.GetFileSystemEntries(root.Path + "-evil").ShouldBeEmpty();
            File.Exists(root.File("-evil/x")).ShouldBeTrue();
        }
        finally
        {
            Directory.Delete(root.Path + "-evil");
        }
    }

    [Fact]
    public async Task Names_that_are_no_UTF8_are_not_listed()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        System.Diagnostics.Process.Start("sh", ["-c", $"printf x > '{root.Path}'/$(printf 'bad\\377name')"]).WaitForExit();
        await backend.PutAsync("good", "1");
        (await backend.NamesAsync()).ShouldBe(["good"]);
        Directory.GetFiles(root.Path).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Own_names_are_listed_only_where_homes_lie()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        await backend.PutAsync("a", "1");
        await backend.PutAsync("a/b", "1");
        var home = await backend.PutHomeAsync("01a", "k", "x");
        (await backend.NamesAsync(".holdfast/")).ShouldBe([home.Value]);
        (await backend.NamesAsync(".holdfast/v/", "/")).ShouldBe([".holdfast/v/01/"]);
        (await backend.NamesAsync(".hold")).ShouldBeEmpty();
        Encoding.UTF8.GetByteCount(home.Value).ShouldBe(home.ByteCount);
    }
}
