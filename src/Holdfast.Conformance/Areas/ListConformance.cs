using Holdfast.Backends;
using Holdfast.Errors;
using Holdfast.Keys;

namespace Holdfast.Conformance;

/// <summary>Section 6: listing.</summary>
public abstract class ListConformance(BackendHarness harness) : ConformanceArea(harness)
{
    private static readonly string[] Tree = ["a", "a b", "a-/1", "a/1", "a/2", "a/b/1", "a/b/2", "a/c/1", "a0", "aa/1", "b", "b/", "b/1", "foo.bar/y", "foo/x", "foobar", "t-/1", "t/1", "t0/1", "w😀/1", "w\uFB01/1"];

    [Fact, Case("L01")]
    public Task Nothing_is_an_empty_list() => Check(async () =>
    {
        (await NamesAsync()).ShouldBeEmpty();
        await PutAsync(Key("dir/o"), "x");
        (await NamesAsync(new ListOptions { Prefix = "missing" })).ShouldBeEmpty();
        (await NamesAsync(new ListOptions { Prefix = "dir/o/" })).ShouldBeEmpty();
        (await NamesAsync(new ListOptions { Prefix = "dir/missing/", Delimiter = "/" })).ShouldBeEmpty();
        await DeleteAsync(Key("dir/o"));
        (await NamesAsync()).ShouldBeEmpty();
        (await NamesAsync(new ListOptions { Prefix = "dir/" })).ShouldBeEmpty();
    });

    [Theory, Case("L02", "L03", "L04", "D04")]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/")]
    [InlineData("a/b")]
    [InlineData("a/b/1")]
    [InlineData("aa")]
    [InlineData("b")]
    [InlineData("b/")]
    [InlineData("foo")]
    [InlineData("foo/")]
    [InlineData("foo.bar/y")]
    [InlineData("t")]
    [InlineData("w")]
    public Task A_prefix_is_the_beginning_of_a_text(string prefix) => Check(async () =>
    {
        await PutAllAsync(Tree);

        (await NamesAsync(new ListOptions { Prefix = prefix })).ShouldBe(Model(prefix, null, null));
        (await NamesAsync(new ListOptions { Prefix = prefix, Delimiter = "/" })).ShouldBe(Model(prefix, "/", null));
    });

    [Theory, Case("L05", "L08", "L12")]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(21)]
    public Task The_size_of_a_page_changes_nothing(int? page) => Check(async () =>
    {
        await PutAllAsync(Tree);

        (await NamesAsync(new ListOptions { PageSize = page })).ShouldBe(Model("", null, null));
        (await NamesAsync(new ListOptions { PageSize = page, Delimiter = "/" })).ShouldBe(Model("", "/", null));
        (await NamesAsync(new ListOptions { PageSize = page, Delimiter = "/", Prefix = "a/" })).ShouldBe(["a/1", "a/2", "a/b/", "a/c/"]);
    });

    [Fact, Case("L05")]
    public Task Objects_and_common_prefixes_come_in_one_order_and_can_be_told_apart() => Check(async () =>
    {
        await PutAllAsync(["t", "t-/1", "t/1", "t/2", "t0"]);

        var entries = await EntriesAsync(new ListOptions { Delimiter = "/" });

        entries.Select(e => (e.Name, e.IsPrefix)).ShouldBe([("t", false), ("t-/", true), ("t/", true), ("t0", false)]);
    });

    [Theory, Case("L06")]
    [InlineData("\\")]
    [InlineData("abc")]
    [InlineData("-")]
    [InlineData("😀")]
    public Task Other_delimiters_work_or_are_refused(string delimiter) => Check(async () =>
    {
        string[] names = ["1" + delimiter + "a", "1" + delimiter + "b/c", "1" + delimiter + delimiter, "1/a", "2", "3" + delimiter, delimiter + "x", "ab"];
        await PutAllAsync(names);
        if (!Can.List.AnyDelimiter)
        {
            await RefusedAsync(() => NamesAsync(new ListOptions { Delimiter = delimiter }));
            return;
        }

        (await NamesAsync(new ListOptions { Delimiter = delimiter })).ShouldBe(Model("", delimiter, null, names));
        (await NamesAsync(new ListOptions { Delimiter = delimiter, Prefix = "1" + delimiter })).ShouldBe(Model("1" + delimiter, delimiter, null, names));
    });

    [Fact, Case("L07")]
    public Task Walking_down_the_prefixes_reaches_each_object_once() => Check(async () =>
    {
        await PutAllAsync(Tree);
        var reached = new List<string>();
        async Task WalkAsync(string prefix)
        {
            foreach (var entry in await EntriesAsync(new ListOptions { Prefix = prefix, Delimiter = "/" }))
            {
                if (entry.IsPrefix)
                {
                    await WalkAsync(entry.Name);
                }
                else
                {
                    reached.Add(entry.Name);
                }
            }
        }

        await WalkAsync(string.Empty);

        reached.Order(KeyOrder.Utf8).ShouldBe(Model("", null, null));
    });

    [Fact, Case("L08", "L09", "L15")]
    public Task More_keys_than_any_page_holds_are_all_listed() => Check(async () =>
    {
        var count = Harness.Tunables.LargeSizes ? Harness.Tunables.ManyKeys : 1001;
        var names = Enumerable.Range(0, count).Select(i => $"d{i % 7}/{i:x5}").ToList();
        await PutAllAsync(names);

        var entries = await EntriesAsync();

        entries.Select(e => e.Name).ShouldBe(names.Order(KeyOrder.Utf8));
        entries.ShouldAllBe(e => e.Stat!.Size == e.Name.Length && e.Stat.ETag.Length > 0 && e.Stat.LastModified > DateTimeOffset.UnixEpoch);
        (await NamesAsync(new ListOptions { Delimiter = "/" })).ShouldBe(Enumerable.Range(0, 7).Select(i => $"d{i}/"));
        var middle = names.Order(KeyOrder.Utf8).ElementAt(count / 2);
        if (Can.List.Ordered)
        {
            (await NamesAsync(new ListOptions { StartAfter = middle })).ShouldBe(names.Order(KeyOrder.Utf8).Skip((count / 2) + 1));
        }

        (await Backend.DeleteAsync([.. names.Select(Key)], DeleteOptions.Default, Ct)).Count(r => r.Error is null).ShouldBe(count);
        (await NamesAsync()).ShouldBeEmpty();
    });

    [Fact, Case("L10", "L16", "L21")]
    public Task Writes_and_deletes_beside_a_list_neither_hide_nor_repeat_what_they_do_not_touch() => Check(async () =>
    {
        var untouched = Enumerable.Range(0, 200).Select(i => $"d{i / 20}/{i:d4}").ToList();
        await PutAllAsync(untouched);
        await PutAllAsync(untouched.Select(n => n + "-doomed"));

        var seen = new List<string>();
        await foreach (var entry in Backend.ListAsync(new ListOptions { Prefix = Prefix, PageSize = 10 }, Ct))
        {
            var name = entry.Name[Prefix.Length..];
            seen.Add(name);
            if (seen.Count % 7 == 0)
            {
                await DeleteAsync(Key(name.Replace("-doomed", string.Empty, StringComparison.Ordinal) + "-doomed"), Key(untouched[^1] + "-doomed"));
                await PutAsync(Key($"d0/{seen.Count:d4}-new"), "x");
                await PutAsync(Key($"d9/{seen.Count:d4}-new"), "x");
            }
        }

        seen.ShouldBeUnique();
        seen.Where(n => !n.Contains('-', StringComparison.Ordinal)).Order(KeyOrder.Utf8).ShouldBe(untouched);
    });

    [Theory, Case("L11")]
    [InlineData("", null, "a/1")]
    [InlineData("", null, "a/15")]
    [InlineData("", null, "zzz")]
    [InlineData("", null, "A")]
    [InlineData("a/", null, "a/b/1")]
    [InlineData("a/", null, "0")]
    [InlineData("b", null, "a")]
    [InlineData("b", null, "c")]
    [InlineData("", "/", "a")]
    [InlineData("", "/", "a/")]
    [InlineData("", "/", "a/1")]
    [InlineData("", "/", "foo")]
    [InlineData("", "/", "t-/")]
    [InlineData("a/", "/", "a/b/")]
    [InlineData("a/", "/", "a/b/1")]
    [InlineData("", null, "w\uFB01/1")]
    public Task Only_what_sorts_after_the_start_is_listed(string prefix, string? delimiter, string after) => Check(async () =>
    {
        if (!Can.List.Ordered)
        {
            await RefusedAsync(() => NamesAsync(new ListOptions { StartAfter = after }));
            return;
        }

        await PutAllAsync(Tree);

        foreach (int? page in new int?[] { null, 1, 3 })
        {
            (await NamesAsync(new ListOptions { Prefix = prefix, Delimiter = delimiter, StartAfter = after, PageSize = page })).ShouldBe(Model(prefix, delimiter, after));
        }
    });

    [Fact, Case("L11")]
    public Task A_list_can_be_resumed_after_every_entry() => Check(async () =>
    {
        if (!Can.List.Ordered)
        {
            return;
        }

        await PutAllAsync(Tree);
        foreach (var delimiter in new[] { null, "/" })
        {
            var all = Model("", delimiter, null);
            for (var i = 0; i < all.Count; i++)
            {
                (await NamesAsync(new ListOptions { Delimiter = delimiter, StartAfter = all[i] })).ShouldBe(all.Skip(i + 1));
            }
        }
    });

    [Fact, Case("L12", "K16")]
    public Task The_order_is_that_of_utf8_bytes() => Check(async () =>
    {
        string[] names = ["a a/", "a%2Fa", "a/", "aa/", "\uFFFD", "\uE000", "😀", "\U0010FFFF", "é", "z", "Z", "a!", "a", "a\u00A0"];
        await PutAllAsync(names);

        (await NamesAsync()).ShouldBe(names.OrderBy(n => n, Comparer<string>.Create((x, y) => System.Text.Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(y)))));
    });

    [Fact, Case("L17", "W11")]
    public Task What_is_not_finished_is_not_listed() => Check(async () =>
    {
        var source = new GatedStream(100_000);
        var write = Backend.WriteAsync(Key("o"), System.IO.Pipelines.PipeReader.Create(source), new WriteOptions { Length = 100_000 }, Ct);
        await source.Waiting.WaitAsync(Ct);
        (await NamesAsync()).ShouldBeEmpty();
        if (Can.Multipart is not null)
        {
            await using var session = await Backend.BeginWriteAsync(Key("parts"), WriteOptions.Default, Ct);
            await session.WritePartAsync(1, Reader(Bytes(100)), 100, Ct);
            (await NamesAsync()).ShouldBeEmpty();
        }

        source.Release();
        await write;
        (await NamesAsync()).ShouldBe(["o"]);
    });

    [Fact, Case("L18", "L19")]
    public Task A_list_can_be_cancelled_in_the_middle_and_left_early() => Check(async () =>
    {
        await PutAllAsync(Enumerable.Range(0, 50).Select(i => $"{i:d3}"));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var seen = 0;

        var error = await CatchAsync(async () =>
        {
            await foreach (var _ in Backend.ListAsync(new ListOptions { Prefix = Prefix, PageSize = 5 }, cancel.Token))
            {
                if (++seen == 20)
                {
                    await cancel.CancelAsync();
                }
            }
        });

        error.ShouldBeAssignableTo<OperationCanceledException>();
        seen.ShouldBeInRange(20, 25);
        for (var i = 0; i < 200; i++)
        {
            await foreach (var _ in Backend.ListAsync(new ListOptions { Prefix = Prefix, PageSize = 5 }, Ct))
            {
                break;
            }
        }

        (await NamesAsync()).Count.ShouldBe(50);
    });

    [Fact, Case("L18")]
    public Task The_token_of_the_enumeration_counts_too() => Check(async () =>
    {
        await PutAllAsync(["a", "b"]);
        var error = await CatchAsync(async () =>
        {
            await foreach (var _ in Backend.ListAsync(new ListOptions { Prefix = Prefix }, CancellationToken.None).WithCancellation(new CancellationToken(true)))
            {
            }
        });

        error.ShouldBeAssignableTo<OperationCanceledException>();
    });

    [Fact, Case("L21")]
    public Task A_list_shows_what_was_written_and_not_what_was_deleted() => Check(async () =>
    {
        for (var i = 0; i < 20; i++)
        {
            await PutAsync(Key($"d/{i}"), "x");
            (await NamesAsync()).Count.ShouldBe(1);
            await DeleteAsync(Key($"d/{i}"));
            (await NamesAsync()).ShouldBeEmpty();
        }
    });

    [Fact, Case("K22", "L17")]
    public Task What_is_holdfasts_own_is_listed_only_when_asked_for() => Check(async () =>
    {
        var name = $"v/{Prefix.TrimEnd('/')}";
        var own = ObjectKey.Reserved(name);
        await PutAsync(own, "x");
        try
        {
            (await TextAsync(own)).ShouldBe("x");
            foreach (var (prefix, shown) in new[] { (own.Value, true), (".holdfast/v/case-", true), (".holdfast", false), (".hold", false), ("", false) })
            {
                var found = false;
                await foreach (var entry in Backend.ListAsync(new ListOptions { Prefix = prefix, StartAfter = Can.List.Ordered ? ".hol" : null }, Ct))
                {
                    found |= entry.Name == own.Value;
                    if (Can.List.Ordered && KeyOrder.Compare(entry.Name, own.Value) > 0)
                    {
                        break;
                    }
                }

                found.ShouldBe(shown, prefix);
            }
        }
        finally
        {
            await DeleteAsync(own);
        }
    });

    [Fact, Case("L06", "K15")]
    public Task Malformed_lists_are_refused() => Check(async () =>
    {
        foreach (var options in new ListOptions[] { new() { Delimiter = "" }, new() { PageSize = 0 }, new() { PageSize = -1 }, new() { StartAfter = "\uDC00" }, new() { Delimiter = "\uD800" }, new() { Prefix = "\uD83D" } })
        {
            await FailsAsync(StorageErrorKind.InvalidArgument, async () =>
            {
                await foreach (var _ in Backend.ListAsync(options, Ct))
                {
                }
            });
        }
    });

    private static List<string> Model(string prefix, string? delimiter, string? after, IEnumerable<string>? names = null) =>
        [.. (names ?? Tree)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => delimiter is not null && name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at ? name[..(at + delimiter.Length)] : name)
            .Distinct()
            .Order(KeyOrder.Utf8)
            .Where(name => after is null || KeyOrder.Compare(name, after) > 0)];
}
