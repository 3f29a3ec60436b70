using System.Diagnostics;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Engine.Verification;
using Holdfast.Keys;
using Holdfast.Objects;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Protocol;

/// <summary>What other programs do to the readable files: never lost, never overwritten unseen, and never the way by which an old version comes back.</summary>
public sealed class ForeignFileTests
{
    [Fact]
    public async Task A_file_put_over_an_object_becomes_its_new_version()
    {
        await using var rig = await Rig.StartAsync();
        var first = await rig.PutAsync("k", "old");
        await rig.ForeignAsync("k", "edited");
        (await rig.GetAsync("k")).ShouldBe("edited");
        var found = await rig.FindAsync("k");
        found!.Version.ShouldNotBe(first.Version);
        found.Id.ShouldBe(first.Id);
        found.Sha256.ShouldNotBeNull();
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        await rig.PutAsync("k", "newer");
        (await rig.GetAsync("k")).ShouldBe("newer");
        (await rig.FileAsync("k")).ShouldBe("newer");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task An_edit_in_place_through_the_readable_file_becomes_a_new_version_and_the_next_put_replaces_it()
    {
        await using var rig = await Rig.StartAsync();
        var first = await rig.PutAsync("k", "old");
        await File.AppendAllTextAsync(rig.PathOf("k"), " and more", Rig.Token);
        (await rig.GetAsync("k")).ShouldBe("old and more");
        (await rig.FindAsync("k"))!.Version.ShouldNotBe(first.Version);
        await rig.SettleAsync();
        (await rig.GetAsync("k")).ShouldBe("old and more");
        rig.Homes().ShouldBe(1);
        var (report, items) = await rig.VerifyAsync(new VerifyOptions { Deep = true });
        items.ShouldBeEmpty();
        report.GetProperty("ok").GetInt64().ShouldBe(1);

        await rig.PutAsync("k", "newest");
        (await rig.GetAsync("k")).ShouldBe("newest");
        (await rig.FileAsync("k")).ShouldBe("newest");
    }

    [Fact]
    public async Task A_touched_file_keeps_its_version_and_metadata_and_can_be_replaced()
    {
        await using var rig = await Rig.StartAsync();
        var put = await rig.PutAsync("k", "text", new PutOptions { Attributes = new ObjectAttributes { ContentType = "x/y", Metadata = UserMetadata.From([new("m", "1")]) } });
        await rig.SettleAsync();
        File.SetLastWriteTimeUtc(rig.PathOf("k"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await rig.GetAsync("k")).ShouldBe("text");
        var found = await rig.FindAsync("k");
        found!.Version.ShouldBe(put.Version);
        found.ETag.ShouldBe(put.ETag);
        found.Attributes.Metadata["m"].ShouldBe("1");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
        (await rig.VerifyAsync(new VerifyOptions { Deep = true })).Items.ShouldBeEmpty();

        // And again, with a put that comes before anyone has looked.
        File.SetLastWriteTimeUtc(rig.PathOf("k"), new DateTime(2002, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await rig.PutAsync("k", "newer");
        (await rig.GetAsync("k")).ShouldBe("newer");
        (await rig.FileAsync("k")).ShouldBe("newer");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_copied_elsewhere_keeps_its_versions()
    {
        await using var rig = await Rig.StartAsync();
        var put = await rig.PutAsync("a/b", "text", new PutOptions { Attributes = new ObjectAttributes { ContentType = "x/y", Metadata = UserMetadata.From([new("m", "1")]) } });
        await rig.PutAsync("c", "other");
        await rig.SettleAsync();
        foreach (var flags in new[] { "-a", "-r" })
        {
            var root = rig.Root;
            await rig.StopAsync();
            var copy = Path.Join(Path.GetDirectoryName(root), "copy-" + Path.GetRandomFileName());
            using (var cp = Process.Start("cp", [flags, root, copy]))
            {
                await cp.WaitForExitAsync(Rig.Token);
            }

            Directory.Delete(root, true);
            Directory.Move(copy, root);
            await rig.ReopenAsync();
            (await rig.GetAsync("a/b")).ShouldBe("text", flags);
            var found = await rig.FindAsync("a/b");
            found!.Version.ShouldBe(put.Version);
            found.Attributes.Metadata["m"].ShouldBe("1");
            (await rig.GetAsync("c")).ShouldBe("other");
            await rig.PutAsync("c", "other");
            await rig.SettleAsync();
            rig.Homes().ShouldBe(2);
            (await rig.VerifyAsync(new VerifyOptions { Deep = true })).Items.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_hard_link_to_another_name_is_an_object_of_its_own()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("a", "one");
        await rig.SettleAsync();
        using (var ln = Process.Start("ln", [rig.PathOf("a"), rig.PathOf("b")]))
        {
            await ln.WaitForExitAsync(Rig.Token);
        }

        (await rig.GetAsync("b")).ShouldBe("one");
        (await rig.GetAsync("a")).ShouldBe("one");
        await rig.PutAsync("a", "two");
        (await rig.GetAsync("b")).ShouldBe("one");
        (await rig.FileAsync("b")).ShouldBe("one");
        (await rig.DeleteAsync("b")).ShouldBeTrue();
        await rig.SettleAsync();
        (await rig.ReadOrNullAsync("b")).ShouldBeNull();
        (await rig.GetAsync("a")).ShouldBe("two");
        (await rig.FileAsync("a")).ShouldBe("two");
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task Files_renamed_onto_each_other_by_a_person_are_what_the_person_made_of_them()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("a", "one");
        await rig.PutAsync("b", "two");
        await rig.SettleAsync();
        File.Move(rig.PathOf("a"), rig.PathOf("x"));
        File.Move(rig.PathOf("b"), rig.PathOf("a"));
        File.Move(rig.PathOf("x"), rig.PathOf("b"));
        (await rig.GetAsync("a")).ShouldBe("two");
        (await rig.GetAsync("b")).ShouldBe("one");
        await rig.SettleAsync();
        (await rig.GetAsync("a")).ShouldBe("two");
        (await rig.GetAsync("b")).ShouldBe("one");
        (await rig.FileAsync("a")).ShouldBe("two");
        rig.Homes().ShouldBe(2);
        (await rig.VerifyAsync(new VerifyOptions { Deep = true })).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_adopted_file_that_was_replaced_does_not_come_back_when_its_home_is_tidied_before_the_view_is_set()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.ForeignAsync("k", "adopted");
        (await rig.GetAsync("k")).ShouldBe("adopted");
        await rig.SettleAsync();
        var hold = steps.HoldAt(ProtocolStep.AfterCommit, "put");
        var put = StepGate.AsAsync("put", () => rig.PutAsync("k", "newer"));
        await hold.Reached;
        await using var other = await rig.BesideAsync(new RigOptions());
        await other.Engine.TidyAsync(Rig.Token);
        (await other.GetAsync("k")).ShouldBe("newer");
        hold.Release();
        await put;
        (await rig.GetAsync("k")).ShouldBe("newer");
        (await rig.FileAsync("k")).ShouldBe("newer");
        await rig.SettleAsync();
        (await rig.GetAsync("k")).ShouldBe("newer");
        rig.Homes().ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_adopted_file_does_not_come_back_when_its_home_is_tidied_before_the_view_is_removed()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.ForeignAsync("k", "adopted");
        (await rig.GetAsync("k")).ShouldBe("adopted");
        await rig.SettleAsync();
        var hold = steps.HoldAt(ProtocolStep.AfterTombstone, "delete");
        var delete = StepGate.AsAsync("delete", () => rig.DeleteAsync("k"));
        await hold.Reached;
        await rig.Engine.TidyAsync(Rig.Token);
        (await rig.FindAsync("k")).ShouldBeNull();
        hold.Release();
        (await delete).ShouldBeTrue();
        (await rig.FindAsync("k")).ShouldBeNull();
        File.Exists(rig.PathOf("k")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_with_our_mark_whose_rows_are_tidied_is_no_new_version()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        var hold = steps.HoldAt(ProtocolStep.AfterCommit, "put");
        var put = StepGate.AsAsync("put", () => rig.PutAsync("k", "new"));
        await hold.Reached;

        // The old version's rows are gone, its file still lies at the key.
        await rig.SqlAsync("DELETE FROM replica WHERE state = 5");
        await rig.SqlAsync("DELETE FROM version WHERE superseded_at IS NOT NULL");
        (await rig.FileAsync("k")).ShouldBe("old");
        (await rig.GetAsync("k")).ShouldBe("new");
        (await rig.FindAsync("k"))!.Size.ShouldBe(3);
        hold.Release();
        await put;
        (await rig.FileAsync("k")).ShouldBe("new");
        (await rig.CountAsync("SELECT generation FROM object WHERE key = 'k'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_rename_over_the_key_just_before_the_exchange_is_kept_as_the_newest_version()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        var hold = steps.HoldAt(ProtocolStep.BeforeExchange);
        var put = rig.PutAsync("k", "put");
        await hold.Reached;
        await rig.ForeignAsync("k", "person");
        hold.Release();
        await put;
        (await rig.GetAsync("k")).ShouldBe("person");
        (await rig.FileAsync("k")).ShouldBe("person");
        await rig.SettleAsync();
        (await rig.GetAsync("k")).ShouldBe("person");
        rig.Homes().ShouldBe(1);
        rig.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rename_over_the_key_between_tombstone_and_removal_stays()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        var hold = steps.HoldAt(ProtocolStep.AfterTombstone);
        var delete = rig.DeleteAsync("k");
        await hold.Reached;
        await rig.ForeignAsync("k", "person");
        hold.Release();
        (await delete).ShouldBeTrue();
        (await rig.FileAsync("k")).ShouldBe("person");
        (await rig.GetAsync("k")).ShouldBe("person");
    }

    [Fact]
    public async Task A_rename_over_the_key_after_it_was_taken_away_stays()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        var hold = steps.HoldAt(ProtocolStep.AfterTake);
        var delete = rig.DeleteAsync("k");
        await hold.Reached;
        await rig.ForeignAsync("k", "person");
        hold.Release();
        await delete;
        (await rig.FileAsync("k")).ShouldBe("person");
        (await rig.GetAsync("k")).ShouldBe("person");
        rig.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_put_during_an_adoption_is_newer_than_what_is_adopted()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        await rig.ForeignAsync("k", "person");
        var hold = steps.HoldAt(ProtocolStep.AdoptionLinked);
        var find = rig.FindAsync("k");
        await hold.Reached;
        var put = rig.PutAsync("k", "put");
        while (await rig.CountAsync("SELECT count(*) FROM upload") < 2)
        {
            await Task.Delay(5, Rig.Token);
        }

        await Task.Delay(100, Rig.Token);
        hold.Release();
        await find;
        await put;
        (await rig.GetAsync("k")).ShouldBe("put");
        (await rig.FileAsync("k")).ShouldBe("put");
        await rig.SettleAsync();
        (await rig.GetAsync("k")).ShouldBe("put");
        rig.Homes().ShouldBe(1);
        (await rig.Engine.ExplainAsync(ObjectKey.Parse("k"), Rig.Token)).Journal.Select(e => e.Event).ShouldBe(["replaced", "adopted", "created"]);
    }

    [Fact]
    public async Task A_rename_over_the_key_during_its_adoption_is_adopted_after_the_first()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        await rig.ForeignAsync("k", "first");
        var hold = steps.HoldAt(ProtocolStep.AdoptionLinked);
        var find = rig.FindAsync("k");
        await hold.Reached;
        await rig.ForeignAsync("k", "second");
        hold.Release();
        await find;
        (await rig.GetAsync("k")).ShouldBe("second");
        (await rig.FileAsync("k")).ShouldBe("second");
        await rig.SettleAsync();
        rig.Homes().ShouldBe(1);
    }

    [Theory]
    [InlineData(ExternalChange.Report)]
    [InlineData(ExternalChange.Quarantine)]
    public async Task Where_it_is_not_to_be_adopted_a_foreign_file_is_left_or_kept_aside_and_the_object_stays(ExternalChange choice)
    {
        await using var rig = await Rig.StartAsync(new RigOptions { OnExternalChange = choice });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        await rig.ForeignAsync("k", "person");
        (await rig.GetAsync("k")).ShouldBe("old");
        await rig.PutAsync("k", "new");
        (await rig.GetAsync("k")).ShouldBe("new");
        (await rig.FileAsync("k")).ShouldBe(choice == ExternalChange.Report ? "person" : "new");
        if (choice == ExternalChange.Quarantine)
        {
            (await File.ReadAllTextAsync(Path.Join(rig.Root, rig.Leftovers().ShouldHaveSingleItem()), Rig.Token)).ShouldBe("person");
        }

        (await rig.Engine.ExplainAsync(ObjectKey.Parse("k"), Rig.Token)).Journal.ShouldContain(e => e.Event == "foreign");
    }

    [Fact]
    public async Task Repair_and_publish_do_not_touch_a_file_that_a_person_edited()
    {
        await using var rig = await Rig.StartAsync(new RigOptions { OnExternalChange = ExternalChange.Report });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        await rig.ForeignAsync("k", "person");
        var (_, items) = await rig.VerifyAsync(new VerifyOptions { Deep = true, Repair = true });
        items.ShouldContain(i => i.Kind == "foreign" && i.Key == "k");
        (await rig.FileAsync("k")).ShouldBe("person");
        await rig.SettleAsync();
        (await rig.FileAsync("k")).ShouldBe("person");
        (await rig.GetAsync("k")).ShouldBe("old");
    }

    [Fact]
    public async Task A_delete_over_an_older_foreign_file_leaves_nothing()
    {
        await using var rig = await Rig.StartAsync();
        await rig.ForeignAsync("k", "person");
        File.SetLastWriteTimeUtc(rig.PathOf("k"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await rig.PutAsync("k", "put");
        (await rig.DeleteAsync("k")).ShouldBeTrue();
        (await rig.FindAsync("k")).ShouldBeNull();
        await rig.SettleAsync();
        (await rig.FindAsync("k")).ShouldBeNull();
        File.Exists(rig.PathOf("k")).ShouldBeFalse();
        rig.Homes().ShouldBe(0);
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("deep/er/\u00e9\U0001F600.csv")]
    [InlineData("tab\there/x")]
    public async Task Names_with_odd_characters_are_adopted_too(string key)
    {
        await using var rig = await Rig.StartAsync();
        await rig.ForeignAsync(key, "person");
        (await rig.GetAsync(key)).ShouldBe("person");
        await rig.SettleAsync();
        await rig.PutAsync(key, "put");
        (await rig.GetAsync(key)).ShouldBe("put");
        await rig.SettleAsync();
        (await rig.GetAsync(key)).ShouldBe("put");
        (await rig.DeleteAsync(key)).ShouldBeTrue();
        (await rig.ReadOrNullAsync(key)).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_start_over_a_folder_of_files_adopts_them_all_once()
    {
        await using var rig = await Rig.StartAsync();
        for (var i = 0; i < 600; i++)
        {
            await rig.ForeignAsync($"f/{i:000}", $"{i}");
        }

        await rig.ReopenAsync(new RigOptions { AdoptOnStart = true });
        var job = await rig.EndOfAsync((await rig.Engine.Jobs.ListAsync(10, null, Rig.Token)).Jobs.Single());
        job.State.ShouldBe(Engine.Jobs.JobState.Succeeded);
        job.Report!.ShouldContain("\"adopted\":600");
        (await rig.Engine.ListAsync(new ListQuery { Prefix = "f/", Limit = 1000 }, Rig.Token)).Objects.Count.ShouldBe(600);
        (await rig.GetAsync("f/599")).ShouldBe("599");
        rig.Homes().ShouldBe(600);
        await rig.ReopenAsync();
        (await rig.Engine.Jobs.ListAsync(10, null, Rig.Token)).Jobs.Count.ShouldBe(1);
    }
}
