using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Objects;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public async Task What_is_written_is_read_back_with_its_attributes()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var attributes = new ObjectAttributes
        {
            ContentType = "text/plain",
            CacheControl = "no-store",
            Metadata = UserMetadata.From([new("Who", "Ärger  two")]),
        };
        var written = await backend.PutAsync("a/b/c.txt", "hello", new WriteOptions { Attributes = attributes });

        (await backend.GetAsync("a/b/c.txt")).ShouldBe("hello");
        var stat = await backend.StatAsync(Key("a/b/c.txt"), StatOptions.Default, TestContext.Current.CancellationToken);
        stat.Size.ShouldBe(5);
        stat.ETag.ShouldBe(written.Stat.ETag);
        stat.Identity.ShouldBe(written.Stat.Identity);
        stat.Attributes.ContentType.ShouldBe("text/plain");
        stat.Attributes.Metadata.ShouldBe(attributes.Metadata);
        File.ReadAllText(root.File("a/b/c.txt")).ShouldBe("hello");
        (await backend.NamesAsync()).ShouldBe(["a/b/c.txt"]);
    }

    [Fact]
    public async Task Overwriting_with_shorter_content_leaves_no_tail_and_nothing_staged()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        await backend.PutAsync("k", new string('x', 3_000_000));
        await backend.PutAsync("k", "short");
        (await backend.GetAsync("k")).ShouldBe("short");
        Directory.GetFiles(root.File(".holdfast/staging")).ShouldAllBe(f => f.EndsWith(".lock"));
    }

    [Fact]
    public async Task Deleting_removes_emptied_folders_and_never_the_root()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        await backend.PutAsync("x/y/z", "1");
        (await backend.DropAsync("x/y/z")).ShouldBe(true);
        (await backend.DropAsync("x/y/z")).ShouldBe(false);
        Directory.Exists(root.File("x")).ShouldBeFalse();
        Directory.Exists(root.Path).ShouldBeTrue();
        (await KindAsync(() => backend.GetAsync("x/y/z"))).ShouldBe(StorageErrorKind.NotFound);
    }

    [Fact]
    public async Task A_key_and_a_key_below_it_both_work_in_either_order()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        foreach (var (first, second) in new[] { ("a", "a/b"), ("c/d", "c") })
        {
            await backend.PutAsync(first, first);
            await backend.PutAsync(second, second);
            (await backend.GetAsync(first)).ShouldBe(first);
            (await backend.GetAsync(second)).ShouldBe(second);
        }

        (await backend.NamesAsync()).ShouldBe(["a", "a/b", "c", "c/d"]);
    }

    [Fact]
    public async Task Homes_are_made_once_and_published_as_the_same_file()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01one", "docs/readme", "first");
        (await KindAsync(() => backend.PutHomeAsync("01one", "docs/readme", "again"))).ShouldBe(StorageErrorKind.AlreadyExists);

        (await backend.PublishAsync(home, Key("docs/readme"), Yes, TestContext.Current.CancellationToken)).ShouldBe(ViewOutcome.Done);
        var look = await backend.LookAsync(Key("docs/readme"), TestContext.Current.CancellationToken);
        look.State.ShouldBe(ViewState.Ours);
        look.Attempt.ShouldBe("01one");
        backend.Shows(Key("docs/readme"), look.Stat!.Identity!).ShouldBeTrue();

        var next = await backend.PutHomeAsync("02two", "docs/readme", "second");
        (await backend.PublishAsync(next, Key("docs/readme"), Yes, TestContext.Current.CancellationToken)).ShouldBe(ViewOutcome.Done);
        File.ReadAllText(root.File("docs/readme")).ShouldBe("second");
        (await backend.GetAsync(home)).ShouldBe("first");
        (await backend.RemoveAsync(Key("docs/readme"), Yes, TestContext.Current.CancellationToken)).ShouldBe(ViewOutcome.Done);
        Directory.Exists(root.File("docs")).ShouldBeFalse();
        (await backend.GetAsync(next)).ShouldBe("second");
        (await backend.NamesAsync(".holdfast/v/")).ShouldBe([home.Value, next.Value]);
        (await backend.NamesAsync()).ShouldBeEmpty();
    }
}
