using Holdfast.Backends;
using Holdfast.Steps;
using static Holdfast.Local.Tests.Short;

namespace Holdfast.Local.Tests;

public sealed class RecoveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ProtocolStep.BeforeExchange, "k")]
    [InlineData(ProtocolStep.AfterExchange, "k")]
    [InlineData(ProtocolStep.AfterTake, "k")]
    [InlineData(ProtocolStep.AfterExchange, "some/folder/with-a-name-that-is-long-enough-to-need-more-than-one-piece/ÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜ/file")]
    public async Task A_process_that_stopped_at_a_step_leaves_old_or_new_and_recovery_removes_the_rest(ProtocolStep step, string key)
    {
        await using var root = new TempRoot();
        var before = await root.OpenAsync();
        var one = await before.PutHomeAsync("01a", key, "one");
        await before.PublishAsync(one, Key(key), Yes, Token);

        var dying = await root.OpenAsync(Stop(root, step));
        var two = await dying.PutHomeAsync("02b", key, "two");
        await Should.ThrowAsync<StoppedException>(() => step == ProtocolStep.AfterTake
            ? dying.RemoveAsync(Key(key), Yes, Token)
            : dying.PublishAsync(two, Key(key), Yes, Token));
        await dying.DisposeAsync();

        (await before.LookAsync(Key(key), Token)).Attempt.ShouldBe(step switch
        {
            ProtocolStep.BeforeExchange => "01a",
            ProtocolStep.AfterExchange => "02b",
            _ => null,
        });
        (await before.RecoverAsync(Token)).ShouldBe(1);
        (await before.RecoverAsync(Token)).ShouldBe(0);
        ViewTests.NothingStaged(root);
        (await before.GetAsync(one)).ShouldBe("one");
        (await before.GetAsync(two)).ShouldBe("two");
        (await before.PublishAsync(two, Key(key), Yes, Token)).ShouldBe(ViewOutcome.Done);
        (await before.GetAsync(key)).ShouldBe("two");
    }

    [Fact]
    public async Task A_foreign_file_left_in_a_private_name_goes_back_over_our_link()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var home = await backend.PutHomeAsync("01a", "k", "ours");
        await backend.PublishAsync(home, Key("k"), Yes, Token);
        await File.WriteAllTextAsync(root.File(".holdfast/staging/pdead.x0123.k="), "theirs", Token);
        (await backend.RecoverAsync(Token)).ShouldBe(1);
        File.ReadAllText(root.File("k")).ShouldBe("theirs");
        ViewTests.NothingStaged(root);
    }

    [Fact]
    public async Task A_foreign_file_left_in_a_private_name_is_kept_when_a_newer_one_lies_there()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        root.PutForeign("k", "newer");
        await File.WriteAllTextAsync(root.File(".holdfast/staging/pdead.x0123.k="), "older", Token);
        (await backend.RecoverAsync(Token)).ShouldBe(1);
        File.ReadAllText(root.File("k")).ShouldBe("newer");
        File.ReadAllText(Directory.GetFiles(root.File(".holdfast/quarantine")).ShouldHaveSingleItem()).ShouldBe("older");
    }

    [Fact]
    public async Task Names_of_a_living_process_are_left_alone()
    {
        await using var root = new TempRoot();
        var other = await root.OpenAsync();
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var living = await root.OpenAsync(new At(ProtocolStep.AfterExchange, () =>
        {
            reached.SetResult();
            return goOn.Task;
        }));
        var one = await other.PutHomeAsync("01a", "k", "one");
        await other.PublishAsync(one, Key("k"), Yes, Token);
        var two = await living.PutHomeAsync("02b", "k", "two");
        var publishing = living.PublishAsync(two, Key("k"), Yes, Token);
        await reached.Task;
        (await other.RecoverAsync(Token)).ShouldBe(0);
        (await other.SweepAsync(TimeSpan.Zero, Token)).ShouldBe(0);
        goOn.SetResult();
        (await publishing).ShouldBe(ViewOutcome.Done);
    }

    [Fact]
    public async Task Sweeping_removes_what_dead_processes_staged_once_it_is_old_enough()
    {
        await using var root = new TempRoot();
        var backend = await root.OpenAsync();
        var session = await backend.BeginWriteAsync(Key("k"), WriteOptions.Default, Token);
        await session.WritePartAsync(1, Body("alive"), 5, Token);
        await File.WriteAllTextAsync(root.File(".holdfast/staging/pdead.w0123"), "bytes", Token);
        await File.WriteAllTextAsync(root.File(".holdfast/staging/pdead.lock"), "", Token);
        (await backend.SweepAsync(TimeSpan.FromHours(1), Token)).ShouldBe(0);
        (await backend.SweepAsync(TimeSpan.FromHours(-1), Token)).ShouldBe(1);
        File.Exists(root.File(".holdfast/staging/pdead.lock")).ShouldBeFalse();
        await session.CommitAsync(Token);
        (await backend.GetAsync("k")).ShouldBe("alive");
        ViewTests.NothingStaged(root);
    }

    // Stopping dead: from the disk's point of view the private name belongs to a process that is gone, and nothing is cleaned up.
    private static At Stop(TempRoot root, ProtocolStep step) => new(step, () =>
    {
        foreach (var path in Directory.GetFileSystemEntries(root.File(".holdfast/staging"), "*.x*"))
        {
            Directory.Move(path, root.File($".holdfast/staging/pdead{Path.GetFileName(path)[Path.GetFileName(path).IndexOf('.')..]}"));
        }

        throw new StoppedException();
    });
}
