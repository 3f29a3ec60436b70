using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Objects;

namespace Holdfast.Engine.Tests;

public sealed class PutAndGetTests
{
    [Fact]
    public async Task What_was_put_is_read_back_and_lies_under_its_readable_key()
    {
        await using var rig = await Rig.StartAsync();
        var put = await rig.PutAsync("org_1/notes.txt", "hello");
        put.Size.ShouldBe(5);
        put.ContentType.ShouldBe("text/plain");
        put.Sha256.ShouldBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        (await rig.GetAsync("org_1/notes.txt")).ShouldBe("hello");
        (await File.ReadAllTextAsync(rig.PathOf("org_1/notes.txt"), Rig.Token)).ShouldBe("hello");
    }

    [Fact]
    public async Task An_overwrite_replaces_the_whole_and_leaves_one_home()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("a", "a long first content");
        var second = await rig.PutBytesAsync("a", "short"u8.ToArray());
        second.Replaced.ShouldBeTrue();
        (await rig.GetAsync("a")).ShouldBe("short");
        (await File.ReadAllTextAsync(rig.PathOf("a"), Rig.Token)).ShouldBe("short");
        await rig.Engine.SettleAsync(Rig.Token);
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task Objects_survive_a_restart()
    {
        await using var rig = await Rig.StartAsync();
        var bytes = new byte[3_500_001];
        new Random(7).NextBytes(bytes);
        await rig.PutBytesAsync("deep/er/file.bin", bytes, new PutOptions { Attributes = new ObjectAttributes { Metadata = UserMetadata.From([new("Color", "blue ")]) } });
        await rig.ReopenAsync();
        (await rig.GetBytesAsync("deep/er/file.bin")).ShouldBe(bytes);
        var found = await rig.Engine.FindAsync(ObjectKey.Parse("deep/er/file.bin"), Rig.Token);
        found!.Attributes.Metadata["color"].ShouldBe("blue ");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1_048_575, 2)]
    [InlineData(1_048_576, 1_048_576)]
    [InlineData(2_000_000, 500_001)]
    [InlineData(2_500_000, 1)]
    public async Task Ranges_give_exactly_their_bytes(long offset, long length)
    {
        await using var rig = await Rig.StartAsync();
        var bytes = new byte[2_500_001];
        new Random(11).NextBytes(bytes);
        await rig.PutBytesAsync("r", bytes);
        (await rig.GetBytesAsync("r", offset, length)).ShouldBe(bytes[(int)offset..(int)(offset + length)]);
    }

    [Fact]
    public async Task A_deleted_object_is_gone_with_its_file_and_home()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("x/y", "1");
        (await rig.Engine.DeleteAsync(ObjectKey.Parse("x/y"), RemoveOptions.Default, Rig.Token)).ShouldBeTrue();
        (await rig.Engine.DeleteAsync(ObjectKey.Parse("x/y"), RemoveOptions.Default, Rig.Token)).ShouldBeFalse();
        (await rig.Engine.FindAsync(ObjectKey.Parse("x/y"), Rig.Token)).ShouldBeNull();
        File.Exists(rig.PathOf("x/y")).ShouldBeFalse();
        await rig.Engine.SettleAsync(Rig.Token);
        rig.Homes().ShouldBe(0);
        (await rig.PutAsync("x/y", "2")).Size.ShouldBe(1);
        (await rig.GetAsync("x/y")).ShouldBe("2");
    }

    [Fact]
    public async Task A_wrong_digest_found_at_the_last_byte_keeps_the_version_before()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("k", "old");
        var error = await Should.ThrowAsync<StorageException>(() => rig.PutBytesAsync("k", new byte[100_000], new PutOptions { Expected = new ExpectedDigests { Sha256 = new byte[32] } }));
        error.Kind.ShouldBe(StorageErrorKind.IntegrityMismatch);
        (await rig.GetAsync("k")).ShouldBe("old");
        await rig.Engine.SettleAsync(Rig.Token);
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task Conditions_are_looked_at_in_the_commit()
    {
        await using var rig = await Rig.StartAsync();
        var first = await rig.PutAsync("c", "1", new PutOptions { IfAbsent = true });
        (await Should.ThrowAsync<StorageException>(() => rig.PutAsync("c", "2", new PutOptions { IfAbsent = true }))).Kind.ShouldBe(StorageErrorKind.AlreadyExists);
        (await Should.ThrowAsync<StorageException>(() => rig.PutAsync("c", "2", new PutOptions { IfMatch = ["other"] }))).Kind.ShouldBe(StorageErrorKind.PreconditionFailed);
        await rig.PutAsync("c", "3", new PutOptions { IfMatch = [first.ETag] });
        (await rig.GetAsync("c")).ShouldBe("3");
    }

    [Fact]
    public async Task Copy_and_move_keep_bytes_and_attributes()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("s", "content", new PutOptions { Attributes = new ObjectAttributes { ContentType = "x/y", Metadata = UserMetadata.From([new("m", "1")]) } });
        await rig.Engine.CopyAsync(ObjectKey.Parse("s"), ObjectKey.Parse("t/u"), new TransferOptions(), Rig.Token);
        var moved = await rig.Engine.MoveAsync(ObjectKey.Parse("s"), ObjectKey.Parse("v"), new TransferOptions(), Rig.Token);
        moved.Object.ContentType.ShouldBe("x/y");
        moved.Object.Attributes.Metadata["m"].ShouldBe("1");
        (await rig.GetAsync("v")).ShouldBe("content");
        (await rig.GetAsync("t/u")).ShouldBe("content");
        (await rig.Engine.FindAsync(ObjectKey.Parse("s"), Rig.Token)).ShouldBeNull();
        File.Exists(rig.PathOf("s")).ShouldBeFalse();
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.CopyAsync(ObjectKey.Parse("v"), ObjectKey.Parse("t/u"), new TransferOptions(), Rig.Token))).Kind.ShouldBe(StorageErrorKind.AlreadyExists);
    }

    [Fact]
    public async Task A_key_and_another_below_it_are_both_objects()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("a", "file");
        await rig.PutAsync("a/b", "below");
        await rig.PutAsync("d/e", "below");
        await rig.PutAsync("d", "file");
        (await rig.GetAsync("a")).ShouldBe("file");
        (await rig.GetAsync("a/b")).ShouldBe("below");
        (await rig.GetAsync("d")).ShouldBe("file");
        (await rig.GetAsync("d/e")).ShouldBe("below");
    }

    [Fact]
    public async Task The_catalog_is_readable_by_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var rig = await Rig.StartAsync();
        foreach (var file in Directory.GetFiles(Path.Join(rig.Root, ".holdfast"), "catalog.db*"))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }
}
