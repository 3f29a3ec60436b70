using System.Globalization;
using System.Text;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Engine.Verification;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Engine.Tests;

/// <summary>
/// Random sequences of operations against a dictionary. A failure names its seed; <c>HOLDFAST_SEED=n</c> runs that one alone, and
/// <c>HOLDFAST_SEEDS=n</c> another number of them.
/// </summary>
[Collection(Alone.Name)]
public sealed class ModelTests
{
    private const int Steps = 20;

    // A folder and a key of the same name, an astral character, another org.
    private static readonly string[] _keys = ["a", "a/b", "b", "b\U0001F600", "org_2/x"];

    [Fact]
    public async Task The_engine_agrees_with_a_dictionary_on_every_read()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEED"), CultureInfo.InvariantCulture, out var one))
        {
            await RunAsync(one);
            return;
        }

        var seeds = int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEEDS"), CultureInfo.InvariantCulture, out var many) ? many : 200;
        await Parallel.ForAsync(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Rig.Token }, async (seed, _) =>
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw new InvalidOperationException($"HOLDFAST_SEED={seed} fails: {error.Message}", error);
            }
        });
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        var model = new Dictionary<string, string>(StringComparer.Ordinal);
        var history = new StringBuilder();
        await using var rig = await Rig.StartAsync();
        try
        {
            for (var i = 0; i < Steps; i++)
            {
                await StepAsync(rig, random, model, history, i);
            }

            await CheckAsync(rig, model);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"after {history}: {error.Message}", error);
        }
    }

    private static async Task StepAsync(Rig rig, Random random, Dictionary<string, string> model, StringBuilder history, int i)
    {
        var key = _keys[random.Next(_keys.Length)];
        var target = _keys[random.Next(_keys.Length)];
        var text = $"{i}:{new string((char)('a' + i), random.Next(0, 40))}";
        var choice = random.Next(20);
        history.Append(CultureInfo.InvariantCulture, $"[{choice} {key} {target}]");
        switch (choice)
        {
            case <= 5:
                await rig.PutAsync(key, text);
                model[key] = text;
                break;
            case <= 7:
                (await rig.DeleteAsync(key)).ShouldBe(model.Remove(key));
                break;
            case 8 or 9:
                (await rig.ReadOrNullAsync(key)).ShouldBe(model.GetValueOrDefault(key));
                break;
            case 10 or 11:
                await TransferAsync(rig, model, key, target, choice == 11, random.Next(2) == 0);
                break;
            case 12:
                await rig.ReopenAsync();
                break;
            case 13 when IsPlain(key):
                await rig.ForeignAsync(key, text);
                model[key] = text;
                break;
            case 14 when File.Exists(rig.PathOf(key)) && model.ContainsKey(key):
                await File.AppendAllTextAsync(rig.PathOf(key), "+", Rig.Token);
                model[key] += "+";
                break;
            case 15 when File.Exists(rig.PathOf(key)):
                File.SetLastWriteTimeUtc(rig.PathOf(key), new DateTime(2000 + i, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
            case 16 when File.Exists(rig.PathOf(key)) && model.ContainsKey(key):
                // A lost view loses nothing that anyone has looked at.
                await rig.FindAsync(key);
                File.Delete(rig.PathOf(key));
                break;
            case 17:
                await rig.SettleAsync();
                break;
            case 18:
                await ListAsync(rig, model);
                break;
            default:
                try
                {
                    await rig.PutAsync(key, text, new PutOptions { IfAbsent = true });
                    model.TryAdd(key, text).ShouldBeTrue();
                }
                catch (StorageException error) when (error.Kind == StorageErrorKind.AlreadyExists)
                {
                    model.ShouldContainKey(key);
                }

                break;
        }
    }

    private static async Task TransferAsync(Rig rig, Dictionary<string, string> model, string key, string target, bool move, bool overwrite)
    {
        try
        {
            await (move ? rig.MoveAsync(key, target, overwrite) : rig.CopyAsync(key, target, overwrite));
            model[target] = model[key];
            if (move && key != target)
            {
                model.Remove(key);
            }
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            model.ShouldNotContainKey(key);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.AlreadyExists)
        {
            model.ShouldContainKey(target);
            overwrite.ShouldBeFalse();
        }
    }

    // A person can put a file only where no folder is and where no file is in the way of the folder.
    private static bool IsPlain(string key) => key is "b" or "b\U0001F600" or "org_2/x";

    private static async Task ListAsync(Rig rig, Dictionary<string, string> model)
    {
        var listed = new List<string>();
        await foreach (var found in rig.Engine.EnumerateAsync(string.Empty, Rig.Token))
        {
            listed.Add(found.Key.Value);
        }

        // A list knows what the catalog knows: a person's file is in it once something has looked at the key.
        foreach (var key in _keys)
        {
            await rig.FindAsync(key);
        }

        var again = (await rig.Engine.ListAsync(new ListQuery { Limit = 1000 }, Rig.Token)).Objects.Select(o => o.Key.Value).ToList();
        listed.ShouldBeSubsetOf(again);
        again.ShouldBe(model.Keys.Order(KeyOrder.Utf8));
    }

    private static async Task CheckAsync(Rig rig, Dictionary<string, string> model)
    {
        foreach (var key in _keys)
        {
            (await rig.ReadOrNullAsync(key)).ShouldBe(model.GetValueOrDefault(key), key);
        }

        await ListAsync(rig, model);
        await rig.SettleAsync();
        await rig.VerifyAsync(new VerifyOptions { Repair = true });
        await rig.SettleAsync();
        var (report, items) = await rig.VerifyAsync(new VerifyOptions { Deep = true });
        items.Select(i => $"{i.Kind} {i.Key} {i.Detail}").ShouldBeEmpty();
        report.GetProperty("ok").GetInt64().ShouldBe(model.Count);
        rig.Homes().ShouldBe(model.Count);
        rig.Leftovers().ShouldBeEmpty();
        var statistics = await rig.Engine.GetStatisticsAsync(null, Rig.Token);
        statistics.Total.Count.ShouldBe(model.Count);
        statistics.Total.Bytes.ShouldBe(model.Values.Sum(v => (long)v.Length));
        statistics.Segments.Values.Sum(s => s.Count).ShouldBe(model.Count);
        statistics.Backends.Values.Sum(s => s.Bytes).ShouldBe(model.Values.Sum(v => (long)v.Length));
        statistics.ContentTypes.Values.Sum(s => s.Count).ShouldBe(model.Count);
    }
}
