using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Keys;

namespace Holdfast.Engine.Tests;

public sealed class ConcurrentListingTests
{
    [Fact]
    public async Task A_list_beside_writes_and_deletes_repeats_nothing_and_skips_nothing_that_was_there_throughout()
    {
        await using var rig = await Rig.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            await rig.PutAsync($"s/{i:00}/stays", "x");
        }

        var done = false;
        var load = Enumerable.Range(1, 3).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!Volatile.Read(ref done))
            {
                var key = $"s/{random.Next(60):00}/comes and goes {random.Next(3)}";
                await (random.Next(2) == 0 ? (Task)rig.PutAsync(key, "y") : rig.DeleteAsync(key));
            }
        })).ToArray();
        foreach (var delimiter in new[] { null, "/" })
        {
            for (var round = 0; round < 6; round++)
            {
                var seen = new List<string>();
                string? cursor = null;
                do
                {
                    var page = await rig.Engine.ListAsync(new ListQuery { Prefix = "s/", Delimiter = delimiter, Limit = 7, Cursor = cursor }, Rig.Token);
                    seen.AddRange(page.Objects.Select(o => o.Key.Value));
                    seen.AddRange(page.Prefixes);
                    cursor = page.NextCursor;
                }
                while (cursor is not null);
                seen.ShouldBe(seen.Distinct());
                seen.Where(k => k.EndsWith(delimiter ?? "stays", StringComparison.Ordinal)).Count().ShouldBe(60);
            }
        }

        Volatile.Write(ref done, true);
        await Task.WhenAll(load);
    }

    [Fact]
    public async Task Twenty_thousand_keys_are_listed_in_the_order_of_their_bytes()
    {
        await using var rig = await Rig.StartAsync();
        await rig.SqlAsync(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999) INSERT INTO object (key, id, org_id, generation, current_version, view_done, created_at, updated_at) " +
            "SELECT 'many/' || char(CASE i % 3 WHEN 0 THEN 65374 WHEN 1 THEN 128512 ELSE 97 END) || printf('%05d', i), 'id' || i, 1, 1, 'v' || i, 1, 1, 1 FROM n");
        await rig.SqlAsync("INSERT INTO version (version_id, key, generation, size, etag, created_at, origin) SELECT current_version, key, 1, 1, 'e', 1, 'put' FROM object");
        await rig.SqlAsync("INSERT INTO replica (version_id, backend, state, home) SELECT current_version, 'local', 0, '.holdfast/v/x/' || current_version FROM object");
        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var page = await rig.Engine.ListAsync(new ListQuery { Prefix = "many/", Limit = 1000, Cursor = cursor }, Rig.Token);
            keys.AddRange(page.Objects.Select(o => o.Key.Value));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        keys.Count.ShouldBe(20_000);
        keys.ShouldBe(keys.Order(KeyOrder.Utf8));
        var streamed = 0;
        await foreach (var found in rig.Engine.EnumerateAsync("many/\U0001F600", Rig.Token))
        {
            found.Key.Value.ShouldStartWith("many/\U0001F600");
            streamed++;
        }

        streamed.ShouldBe(6667);
    }

    [Fact]
    public async Task A_cursor_of_another_list_does_not_lead_out_of_this_one()
    {
        await using var rig = await Rig.StartAsync();
        foreach (var key in new[] { "a/1", "a/2", "b/1", "b/2", "c/1" })
        {
            await rig.PutAsync(key, "x");
        }

        var cursor = (await rig.Engine.ListAsync(new ListQuery { Prefix = "a/", Limit = 1 }, Rig.Token)).NextCursor;
        foreach (var delimiter in new[] { null, "/" })
        {
            (await rig.Engine.ListAsync(new ListQuery { Prefix = "b/", Delimiter = delimiter, Cursor = cursor }, Rig.Token)).Objects.Select(o => o.Key.Value).ShouldBe(["b/1", "b/2"]);
        }
    }

    [Fact]
    public async Task The_journal_and_the_explanation_tell_what_happened()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("k", "1");
        await rig.PutAsync("k", "2");
        await rig.ForeignAsync("k", "3");
        await rig.GetAsync("k");
        await rig.MoveAsync("k", "l");
        await rig.DeleteAsync("l");
        var explanation = await rig.Engine.ExplainAsync(ObjectKey.Parse("k"), Rig.Token);
        explanation.Object.ShouldBeNull();
        explanation.Summary.ShouldBe("The object was deleted.");
        explanation.Journal.Select(e => e.Event).ShouldBe(["moved", "adopted", "replaced", "created"]);
        (await rig.Engine.ExplainAsync(ObjectKey.Parse("l"), Rig.Token)).Journal.Select(e => e.Event).ShouldBe(["deleted", "created"]);
        await rig.ForeignAsync("new", "x");
        (await rig.Engine.ExplainAsync(ObjectKey.Parse("new"), Rig.Token)).Summary.ShouldBe("All is as local_primary wants it: local.");
    }
}
