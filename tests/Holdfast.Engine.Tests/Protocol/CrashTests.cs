using Holdfast.Engine.Tests.Support;
using Holdfast.Engine.Verification;
using Holdfast.Steps;

namespace Holdfast.Engine.Tests.Protocol;

/// <summary>Every operation stopped dead at every step that it reaches: old or new, never mixed, nothing partial, nothing left over, and the retry works.</summary>
[Collection(Alone.Name)]
public sealed class CrashTests
{
    private static readonly string[] _keys = ["k", "n", "src", "f"];

    public static TheoryData<string, ProtocolStep> Cells()
    {
        var cells = new TheoryData<string, ProtocolStep>();
        foreach (var operation in new[] { "put", "overwrite", "delete", "copy", "move", "move over", "adopt", "adopt over" })
        {
            foreach (var step in StepsOf(operation))
            {
                cells.Add(operation, step);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Stopped_dead_at_a_step_an_operation_has_happened_or_has_not(string operation, ProtocolStep step)
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        await rig.PutAsync("src", "source");
        await rig.SettleAsync();
        var before = await StateAsync(rig);

        var hold = steps.HoldAt(step);
        var work = RunAsync(rig, operation);
        var first = await Task.WhenAny(hold.Reached, work);
        if (first == work)
        {
            await work;
            _ = rig.SettleAsync();
        }

        await hold.Reached.WaitAsync(TimeSpan.FromSeconds(20), Rig.Token);
        await rig.KillAsync(new RigOptions());

        var found = await StateAsync(rig);
        var after = After(operation, before);
        (found.SequenceEqual(before) || found.SequenceEqual(after)).ShouldBeTrue($"found {string.Join(", ", found)}");
        if (operation.StartsWith("adopt", StringComparison.Ordinal) || step is ProtocolStep.AfterCommit or ProtocolStep.AfterTombstone or ProtocolStep.AfterPublish || first == work)
        {
            found.ShouldBe(after);
        }

        await CheckAsync(rig, found);
        if (!found.SequenceEqual(after))
        {
            await RunAsync(rig, operation);
            (await StateAsync(rig)).ShouldBe(after);
            await CheckAsync(rig, after);
        }
    }

    [Fact]
    public async Task A_crashed_adoption_over_which_a_put_came_leaves_the_persons_file_in_quarantine()
    {
        var steps = new StepGate();
        await using var rig = await Rig.StartAsync(new RigOptions { Steps = steps });
        await rig.PutAsync("k", "old");
        await rig.SettleAsync();
        await rig.ForeignAsync("k", "person");
        var hold = steps.HoldAt(ProtocolStep.AdoptionLinked);
        _ = rig.FindAsync("k");
        await hold.Reached;

        // The first server dies here; the row of its adoption is not swept yet when another server puts.
        await rig.DieAsync(path => path.Contains("/.holdfast/locks/", StringComparison.Ordinal));
        await using var other = await rig.BesideAsync(new RigOptions());
        await other.PutAsync("k", "put");
        (await other.GetAsync("k")).ShouldBe("put");
        rig.RevokeFiles(path => path.Contains(rig.Engine.InstanceId, StringComparison.Ordinal));
        await other.SettleAsync();
        (await other.GetAsync("k")).ShouldBe("put");
        var kept = Directory.EnumerateFiles(Path.Join(rig.Root, ".holdfast/quarantine"), "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(kept, Rig.Token)).ShouldBe("person");
    }

    private static IEnumerable<ProtocolStep> StepsOf(string operation)
    {
        ProtocolStep[] staged = [ProtocolStep.BeforeUploadRow, ProtocolStep.AfterUploadRow, ProtocolStep.HomeSynced, ProtocolStep.HomeDurable, ProtocolStep.BeforeCommit, ProtocolStep.AfterCommit, ProtocolStep.BeforeExchange];
        return operation switch
        {
            "put" => [.. staged, ProtocolStep.HomeWritten, ProtocolStep.AfterPublish],
            "overwrite" => [.. staged, ProtocolStep.HomeWritten, ProtocolStep.AfterExchange, ProtocolStep.AfterPublish, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy],
            "delete" => [ProtocolStep.AfterTombstone, ProtocolStep.AfterTake, ProtocolStep.AfterPublish, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy],
            "copy" => [.. staged, ProtocolStep.AfterPublish],
            "move" => [.. staged, ProtocolStep.AfterPublish, ProtocolStep.AfterTake, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy],
            "move over" => [.. staged, ProtocolStep.AfterExchange, ProtocolStep.AfterPublish, ProtocolStep.AfterTake, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy],
            "adopt" => [ProtocolStep.AdoptionLinked],
            _ => [ProtocolStep.AdoptionLinked, ProtocolStep.BeforeTidy, ProtocolStep.AfterTidy],
        };
    }

    private static async Task RunAsync(Rig rig, string operation)
    {
        switch (operation)
        {
            case "put":
                await rig.PutAsync("n", "new");
                break;
            case "overwrite":
                await rig.PutAsync("k", "new");
                break;
            case "delete":
                await rig.DeleteAsync("k");
                break;
            case "copy":
                await rig.CopyAsync("src", "n");
                break;
            case "move":
                await rig.MoveAsync("src", "n");
                break;
            case "move over":
                await rig.MoveAsync("src", "k", true);
                break;
            case "adopt":
                await rig.ForeignAsync("f", "foreign");
                await rig.FindAsync("f");
                break;
            default:
                await rig.ForeignAsync("k", "foreign");
                await rig.FindAsync("k");
                break;
        }
    }

    private static List<string?> After(string operation, List<string?> before)
    {
        List<string?> after = [.. before];
        switch (operation)
        {
            case "put":
                after[1] = "new";
                break;
            case "overwrite":
                after[0] = "new";
                break;
            case "delete":
                after[0] = null;
                break;
            case "copy":
                after[1] = "source";
                break;
            case "move":
                (after[1], after[2]) = ("source", null);
                break;
            case "move over":
                (after[0], after[2]) = ("source", null);
                break;
            case "adopt":
                after[3] = "foreign";
                break;
            default:
                after[0] = "foreign";
                break;
        }

        return after;
    }

    private static async Task<List<string?>> StateAsync(Rig rig)
    {
        var state = new List<string?>();
        foreach (var key in _keys)
        {
            state.Add(await rig.ReadOrNullAsync(key));
        }

        return state;
    }

    /// <summary>Files, homes, rows and a deep verification all agree with the state.</summary>
    private static async Task CheckAsync(Rig rig, List<string?> state)
    {
        await rig.SettleAsync();
        await rig.SettleAsync();
        for (var i = 0; i < _keys.Length; i++)
        {
            File.Exists(rig.PathOf(_keys[i])).ShouldBe(state[i] is not null, _keys[i]);
            if (state[i] is { } text)
            {
                (await rig.FileAsync(_keys[i])).ShouldBe(text);
            }
        }

        rig.Leftovers().ShouldBeEmpty();
        rig.Homes().ShouldBe(state.Count(s => s is not null));
        (await rig.CountAsync("SELECT count(*) FROM upload")).ShouldBe(0);
        (await rig.CountAsync("SELECT count(*) FROM object WHERE view_done = 0")).ShouldBe(0);
        var (report, items) = await rig.VerifyAsync(new VerifyOptions { Deep = true });
        items.ShouldBeEmpty();
        report.GetProperty("ok").GetInt64().ShouldBe(state.Count(s => s is not null));
    }
}
