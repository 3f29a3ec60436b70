using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Steps;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class ViewTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_foreign_file_that_lies_there_is_left_there()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01a", "k/f", "ours");
        root.PutForeign("k/f", "theirs");
        (await backend.PublishAsync(home, Key("k/f"), Yes, Token)).ShouldBe(ViewOutcome.Foreign);
        (await backend.RemoveAsync(Key("k/f"), Yes, Token)).ShouldBe(ViewOutcome.Foreign);
        File.ReadAllText(root.File("k/f")).ShouldBe("theirs");
        (await backend.LookAsync(Key("k/f"), Token)).State.ShouldBe(ViewState.Foreign);
        NothingStaged(root);
    }

    [Fact]
    public async Task A_foreign_rename_between_look_and_exchange_is_put_back()
    {
        await using var root = new TempRoot();
        var observer = new At(ProtocolStep.BeforeExchange, () => Task.CompletedTask);
        var first = await root.OpenAsync(observer);
        var one = await first.PutHomeAsync("01a", "k", "one");
        await first.PublishAsync(one, Key("k"), Yes, Token);

        var second = await root.OpenAsync(new At(ProtocolStep.BeforeExchange, () =>
        {
            root.PutForeign("k", "theirs");
            return Task.CompletedTask;
        }));
        var two = await second.PutHomeAsync("02b", "k", "two");
        (await second.PublishAsync(two, Key("k"), Yes, Token)).ShouldBe(ViewOutcome.Foreign);
        File.ReadAllText(root.File("k")).ShouldBe("theirs");
        (await second.GetAsync(two)).ShouldBe("two");
        (await second.GetAsync(one)).ShouldBe("one");
        NothingStaged(root);
    }

    [Fact]
    public async Task A_foreign_file_that_appears_where_nothing_was_is_left_there()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync(new At(ProtocolStep.BeforeExchange, () =>
        {
            root.PutForeign("k", "theirs");
            return Task.CompletedTask;
        }));
        var home = await backend.PutHomeAsync("01a", "k", "ours");
        (await backend.PublishAsync(home, Key("k"), Yes, Token)).ShouldBe(ViewOutcome.Foreign);
        File.ReadAllText(root.File("k")).ShouldBe("theirs");
        NothingStaged(root);
    }

    [Fact]
    public async Task Two_foreign_files_around_one_exchange_are_both_kept()
    {
        await using var root = new TempRoot();
        var before = await root.OpenAsync();
        var one = await before.PutHomeAsync("01a", "k", "one");
        await before.PublishAsync(one, Key("k"), Yes, Token);
        var steps = new Steps(step =>
        {
            if (step is ProtocolStep.BeforeExchange or ProtocolStep.AfterExchange)
            {
                root.PutForeign("k", $"theirs {step}");
            }
        });
        var backend = await root.OpenAsync(steps);
        var two = await backend.PutHomeAsync("02b", "k", "two");
        (await backend.PublishAsync(two, Key("k"), Yes, Token)).ShouldBe(ViewOutcome.Foreign);
        File.ReadAllText(root.File("k")).ShouldBe("theirs AfterExchange");
        var kept = Directory.GetFiles(root.File(".holdfast/quarantine")).ShouldHaveSingleItem();
        File.ReadAllText(kept).ShouldBe("theirs BeforeExchange");
        kept.ShouldEndWith(".k=");
        NothingStaged(root);
    }

    [Fact]
    public async Task A_foreign_file_put_there_while_the_view_is_taken_stays()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync(new At(ProtocolStep.AfterTake, () =>
        {
            root.PutForeign("k", "theirs");
            return Task.CompletedTask;
        }));
        var home = await backend.PutHomeAsync("01a", "k", "ours");
        await backend.PublishAsync(home, Key("k"), Yes, Token);
        (await backend.RemoveAsync(Key("k"), Yes, Token)).ShouldBe(ViewOutcome.Done);
        File.ReadAllText(root.File("k")).ShouldBe("theirs");
        (await backend.GetAsync(home)).ShouldBe("ours");
        NothingStaged(root);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_in_place_or_a_copied_mark_makes_a_file_foreign(bool edit)
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01a", "k", "ours");
        await backend.PublishAsync(home, Key("k"), Yes, Token);
        if (edit)
        {
            await File.AppendAllTextAsync(root.File("k"), " and theirs", Token);
        }
        else
        {
            System.Diagnostics.Process.Start("cp", ["-a", root.File("k"), root.File("k2")]).WaitForExit();
            File.Move(root.File("k2"), root.File("k"), overwrite: true);
        }

        var look = await backend.LookAsync(Key("k"), Token);
        look.State.ShouldBe(ViewState.Foreign);
        look.Attempt.ShouldBeNull();
        look.Stat!.Attributes.System.Count.ShouldBe(0);
        var next = await backend.PutHomeAsync("02b", "k", "next");
        (await backend.PublishAsync(next, Key("k"), Yes, Token)).ShouldBe(ViewOutcome.Foreign);
    }

    [Fact]
    public async Task What_is_no_longer_wanted_changes_nothing()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01a", "k", "ours");
        (await backend.PublishAsync(home, Key("k"), _ => new(false), Token)).ShouldBe(ViewOutcome.Superseded);
        (await backend.LookAsync(Key("k"), Token)).State.ShouldBe(ViewState.Absent);
        await backend.PublishAsync(home, Key("k"), Yes, Token);
        (await backend.RemoveAsync(Key("k"), _ => new(false), Token)).ShouldBe(ViewOutcome.Superseded);
        (await backend.GetAsync("k")).ShouldBe("ours");
        (await backend.PublishAsync(Home("09z"), Key("k"), Yes, Token)).ShouldBe(ViewOutcome.HomeMissing);
        NothingStaged(root);
    }

    [Fact]
    public async Task Publishing_again_leaves_one_link()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01a", "k", "ours");
        await backend.PublishAsync(home, Key("k"), Yes, Token);
        (await backend.PublishAsync(home, Key("k"), Yes, Token)).ShouldBe(ViewOutcome.Done);
        NothingStaged(root);
    }

    [Fact]
    public async Task Views_of_a_key_and_a_key_below_it_both_show()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var longKey = "a/" + new string('ä', 400);
        foreach (var (id, key) in new[] { ("01a", "a"), ("02b", "a/b"), ("03c", longKey) })
        {
            (await backend.PublishAsync(await backend.PutHomeAsync(id, key, key), Key(key), Yes, Token)).ShouldBe(ViewOutcome.Done);
        }

        foreach (var key in new[] { "a", "a/b", longKey })
        {
            var look = await backend.LookAsync(Key(key), Token);
            look.State.ShouldBe(ViewState.Ours);
            backend.Shows(Key(key), look.Stat!.Identity!).ShouldBeTrue();
            (await backend.GetAsync(key)).ShouldBe(key);
        }

        foreach (var key in new[] { "a", "a/b", longKey })
        {
            (await backend.RemoveAsync(Key(key), Yes, Token)).ShouldBe(ViewOutcome.Done);
        }

        (await backend.NamesAsync()).ShouldBeEmpty();
        NothingStaged(root);
    }

    [Fact]
    public async Task Adoption_gives_a_home_without_a_copy_and_keeps_the_file()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        root.PutForeign("d/f.csv", "1,2");
        ObjectStat? told = null;
        (await backend.AdoptAsync(Key("d/f.csv"), Home("01a"), (stat, _) =>
        {
            told = stat;
            return new(true);
        }, Token)).ShouldBeTrue();
        told!.Size.ShouldBe(3);
        told.Sha256.ShouldBeNull();
        var look = await backend.LookAsync(Key("d/f.csv"), Token);
        (look.State, look.Attempt, look.Stat!.Identity).ShouldBe((ViewState.Ours, "01a", told.Identity));
        (await backend.StatAsync(Home("01a"), StatOptions.Default, Token)).Identity.ShouldBe(told.Identity);
        (await KindAsync(() => backend.AdoptAsync(Key("none"), Home("02b"), (_, _) => new(true), Token))).ShouldBe(StorageErrorKind.NotFound);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("throws")]
    [InlineData("crash")]
    public async Task An_adoption_that_is_not_committed_leaves_the_file_to_its_owner(string how)
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        root.PutForeign("f", "theirs");
        switch (how)
        {
            case "no":
                (await backend.AdoptAsync(Key("f"), Home("01a"), (_, _) => new(false), Token)).ShouldBeFalse();
                break;
            case "throws":
                await Should.ThrowAsync<StoppedException>(() => backend.AdoptAsync(Key("f"), Home("01a"), (_, _) => throw new StoppedException(), Token));
                break;
            default:
                // The commit never reached the catalog, whose sweep then removes the home by its name.
                await backend.AdoptAsync(Key("f"), Home("01a"), (_, _) => new(true), Token);
                await backend.DeleteAsync([Home("01a")], DeleteOptions.Default, Token);
                break;
        }

        (await backend.LookAsync(Key("f"), Token)).State.ShouldBe(ViewState.Foreign);
        File.ReadAllText(root.File("f")).ShouldBe("theirs");
        (await backend.NamesAsync(".holdfast/v/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_foreign_rename_during_adoption_is_not_taken_for_what_was_adopted()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync(new At(ProtocolStep.AdoptionLinked, () =>
        {
            root.PutForeign("f", "newer");
            return Task.CompletedTask;
        }));
        root.PutForeign("f", "older");
        (await backend.AdoptAsync(Key("f"), Home("01a"), (_, _) => new(true), Token)).ShouldBeTrue();
        (await backend.GetAsync(Home("01a"))).ShouldBe("older");
        (await backend.LookAsync(Key("f"), Token)).State.ShouldBe(ViewState.Foreign);
        File.ReadAllText(root.File("f")).ShouldBe("newer");
    }

    [Fact]
    public async Task Quarantine_moves_whatever_lies_there_and_tells_its_name()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        root.PutForeign("d/f", "theirs");
        var name = await backend.QuarantineAsync(Key("d/f"), Token);
        File.ReadAllText(root.File($".holdfast/quarantine/{name}")).ShouldBe("theirs");
        Directory.Exists(root.File("d")).ShouldBeFalse();
        (await backend.QuarantineAsync(Key("d/f"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_quarantined_file_that_a_person_moves_back_is_theirs()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        root.PutForeign("f", "kept");
        (await backend.AdoptAsync(Key("f"), Home("01a"), (_, _) => new(true), Token)).ShouldBeTrue();
        File.Delete(root.File(Home("01a").Value));
        var name = await backend.QuarantineAsync(Key("f"), Token);
        File.Move(root.File($".holdfast/quarantine/{name}"), root.File("f"));
        (await backend.LookAsync(Key("f"), Token)).State.ShouldBe(ViewState.Foreign);
    }

    internal static void NothingStaged(TempRoot root) =>
        Directory.GetFileSystemEntries(root.File(".holdfast/staging")).ShouldAllBe(f => f.EndsWith(".lock"));

    private sealed class Steps(Action<ProtocolStep> act) : IStepObserver
    {
        public ValueTask ReachedAsync(ProtocolStep step, CancellationToken cancellationToken)
        {
            act(step);
            return ValueTask.CompletedTask;
        }
    }
}
