using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Conformance;

/// <summary>Section 7: deleting.</summary>
public abstract class DeleteConformance(BackendHarness harness) : ConformanceArea(harness)
{
    [Fact, Case("D01", "D02")]
    public Task A_deleted_object_is_gone_and_deleting_what_is_not_there_succeeds() => Check(async () =>
    {
        await PutAsync(Key("o"), "x");

        var first = (await DeleteAsync(Key("o"))).Single();
        (first.Key, first.Error).ShouldBe((Key("o"), null));
        first.Existed.ShouldBeOneOf(true, null);
        await MissingAsync(Key("o"));
        await FailsAsync(StorageErrorKind.NotFound, () => GetAsync(Key("o")));

        foreach (var name in new[] { "o", "never", "never/below", "never/" })
        {
            var again = (await DeleteAsync(Key(name))).Single();
            again.Error.ShouldBeNull();
            again.Existed.ShouldBeOneOf(false, null);
        }
    });

    [Fact, Case("D03", "D04", "D07")]
    public Task A_delete_takes_the_very_key_and_nothing_like_it() => Check(async () =>
    {
        string[] names = ["a", "a/", "a/b", "a/a/x", "a/aaa/a", "ab", "A"];
        await PutAllAsync(names);

        await DeleteAsync(Key("a"));
        (await NamesAsync()).ShouldBe(names.Where(n => n != "a").Order(KeyOrder.Utf8));

        await DeleteAsync(Key("a/"));
        (await NamesAsync()).ShouldBe(["A", "a/a/x", "a/aaa/a", "a/b", "ab"]);

        await DeleteAsync([.. (await NamesAsync(new ListOptions { Prefix = "a/a/" })).Select(Key)]);
        (await NamesAsync()).ShouldBe(["A", "a/aaa/a", "a/b", "ab"]);
    });

    [Fact, Case("D05")]
    public Task A_batch_answers_for_each_key_in_the_order_given() => Check(async () =>
    {
        var there = new[] { "a", "x<&>\"'", "dir/b", "é", "%2F", "ctrl" };
        await PutAllAsync(there);
        var keys = new[] { "missing", "a", "x<&>\"'", "dir/b", "a", "é", "missing/too", "%2F", "dir" }.Select(Key).ToArray();

        var results = await Backend.DeleteAsync(keys, DeleteOptions.Default, Ct);

        results.Select(r => r.Key).ShouldBe(keys);
        results.ShouldAllBe(r => r.Error == null);
        (await NamesAsync()).ShouldBe(["ctrl"]);
        (await Backend.DeleteAsync([], DeleteOptions.Default, Ct)).ShouldBeEmpty();
    });

    [Fact, Case("D05")]
    public Task A_batch_larger_than_a_request_of_the_service_is_deleted_whole() => Check(async () =>
    {
        var count = Harness.Tunables.LargeSizes ? (Can.Delete.BatchSize is < 10_000 and var size ? size + 1 : 1001) : 30;
        var names = Enumerable.Range(0, count).Select(i => $"{i:d5}").ToList();
        await PutAllAsync(names.Where((_, i) => i % 3 == 0));

        var keys = names.Select(Key).ToList();
        var results = await Backend.DeleteAsync(keys, DeleteOptions.Default, Ct);

        results.Select(r => r.Key).ShouldBe(keys);
        results.ShouldAllBe(r => r.Error == null);
        (await NamesAsync()).ShouldBeEmpty();
    });

    [Fact, Case("D08")]
    public Task What_is_made_anew_after_a_delete_is_new() => Check(async () =>
    {
        var old = (await PutAsync(Key("o"), "old")).Stat;
        await DeleteAsync(Key("o"));
        var stat = (await PutAsync(Key("o"), "new")).Stat;

        stat.ETag.ShouldNotBe(old.ETag);
        (stat.Identity is null || stat.Identity != old.Identity).ShouldBeTrue();
        (await TextAsync(Key("o"))).ShouldBe("new");
    });

    [Fact, Case("D10")]
    public Task Deletes_beside_writes_into_the_same_folders_break_none() => Check(async () =>
    {
        for (var round = 0; round < 15; round++)
        {
            await PutAsync(Key("x/y/z/old"), "x");
            await Task.WhenAll(
                Task.Run(() => DeleteAsync(Key("x/y/z/old")), Ct),
                Task.Run(() => PutAsync(Key("x/y/z/new"), "n"), Ct),
                Task.Run(() => PutAsync(Key("x/y/other"), "o"), Ct));

            (await NamesAsync()).ShouldBe(["x/y/other", "x/y/z/new"]);
            (await TextAsync(Key("x/y/z/new"))).ShouldBe("n");
            await DeleteAsync(Key("x/y/z/new"), Key("x/y/other"));
            (await NamesAsync()).ShouldBeEmpty();
        }

        await PutAsync(Key("x/y"), "what was a folder is an object now");
        (await NamesAsync()).ShouldBe(["x/y"]);
    });

    [Fact, Case("D01", "X11")]
    public Task Deletes_of_one_key_at_once_all_succeed() => Check(async () =>
    {
        for (var round = 0; round < 10; round++)
        {
            await PutAsync(Key("d/o"), "x");
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DeleteAsync(Key("d/o")), Ct)));

            results.ShouldAllBe(r => r[0].Error == null);
            results.Count(r => r[0].Existed == true).ShouldBeLessThanOrEqualTo(1);
            await MissingAsync(Key("d/o"));
        }
    });

    [Theory, Case("D01", "D03", "D07", "D10", "W05", "L21", "K21", "R13")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Random_operations_agree_with_a_dictionary(int seed) => Check(async () =>
    {
        // Names that get into each other's way on a file system, in every order.
        string[] names = ["a", "a/b", "a/b/c", "a/b/c/d", "a/", "a//b", "A", "é", "e\u0301", "b/x", "b", "b/x/y", new string('n', 255) + "/m", new string('n', 255)];
        var random = new Random(Harness.Tunables.Seed + seed);
        var model = new Dictionary<string, (byte[] Bytes, string ETag)>();
        var trace = new List<string>();
        for (var step = 0; step < (Harness.Tunables.LargeSizes ? 250 : 60); step++)
        {
            var (name, other) = (names[random.Next(names.Length)], names[random.Next(names.Length)]);
            var what = random.Next(10);
            trace.Add($"{what} {name} {other}");
            if (what < 4)
            {
                var bytes = Bytes(random.Next(3) * 5_000, step);
                model[name] = (bytes, (await PutAsync(Key(name), bytes)).Stat.ETag);
            }
            else if (what < 7)
            {
                var results = await DeleteAsync(Key(name), Key(other));
                results.ShouldAllBe(r => r.Error == null, string.Join("\n", trace));
                model.Remove(name);
                model.Remove(other);
            }
            else if (what < 8 && Can.Copy is not null && model.TryGetValue(name, out var source))
            {
                model[other] = source with { ETag = (await Backend.CopyAsync(Key(name), Key(other), CopyOptions.Default, Ct)).Stat.ETag };
            }
            else if (model.TryGetValue(name, out var there))
            {
                (await GetAsync(Key(name))).AsSpan().SequenceEqual(there.Bytes).ShouldBeTrue(string.Join("\n", trace));
                ((await StatAsync(Key(name))).ETag == there.ETag).ShouldBeTrue(string.Join("\n", trace));
            }
            else
            {
                await MissingAsync(Key(name));
            }

            (await NamesAsync()).SequenceEqual(model.Keys.Order(KeyOrder.Utf8)).ShouldBeTrue(string.Join("\n", trace));
        }
    });
}
