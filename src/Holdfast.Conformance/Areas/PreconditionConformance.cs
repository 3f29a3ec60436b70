using Holdfast.Backends;
using Holdfast.Errors;

namespace Holdfast.Conformance;

/// <summary>Section 3: conditions hold or fail as RFC 9110 says, and where they are not supported nothing happens.</summary>
public abstract class PreconditionConformance(BackendHarness harness) : ConformanceArea(harness)
{
    [Fact, Case("E01", "E13")]
    public Task A_write_only_where_nothing_is_wins_once() => Check(async () =>
    {
        var options = new WriteOptions { IfAbsent = true };
        if (!Can.Write.IfAbsent)
        {
            await RefusedAsync(() => PutAsync(Key("o"), "x", options));
            await MissingAsync(Key("o"));
            return;
        }

        await PutAsync(Key("o"), "first", options);
        var error = await FailsAsync(StorageErrorKind.AlreadyExists, () => PutAsync(Key("o"), "second", options));
        error.IsTransient.ShouldBeFalse();
        (await TextAsync(Key("o"))).ShouldBe("first");

        await DeleteAsync(Key("o"));
        await PutAsync(Key("o"), "third", options);
        (await TextAsync(Key("o"))).ShouldBe("third");
        await NoLeftoversAsync();
    });

    [Fact, Case("E01", "E12", "W17")]
    public Task Of_many_creators_at_once_exactly_one_wins() => Check(async () =>
    {
        if (!Can.Write.IfAbsent)
        {
            return;
        }

        for (var round = 0; round < 10; round++)
        {
            var key = Key($"o{round}");
            var errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => CatchAsync(() => PutAsync(key, Bytes(10_000 + i, i), new WriteOptions { IfAbsent = true })), Ct)));

            errors.Count(e => e is null).ShouldBe(1);
            errors.Where(e => e is not null).ShouldAllBe(e => ((StorageException)e!).Kind == StorageErrorKind.AlreadyExists);
            var winner = Array.FindIndex(errors, e => e is null);
            (await GetAsync(key)).ShouldBe(Bytes(10_000 + winner, winner));
        }

        await NoLeftoversAsync();
    });

    [Fact, Case("E02", "E07", "E13")]
    public Task A_write_over_an_etag_demands_that_very_content() => Check(async () =>
    {
        var old = (await PutAsync(Key("o"), "v1")).Stat.ETag;
        if (!Can.Write.IfMatch)
        {
            await RefusedAsync(() => PutAsync(Key("o"), "v2", new WriteOptions { IfMatch = old }));
            (await TextAsync(Key("o"))).ShouldBe("v1");
            return;
        }

        old.ShouldNotContain("\"");
        var current = (await PutAsync(Key("o"), "v2", new WriteOptions { IfMatch = old })).Stat.ETag;
        await FailsAsync(StorageErrorKind.PreconditionFailed, () => PutAsync(Key("o"), "v3", new WriteOptions { IfMatch = old }));
        await FailsAsync(StorageErrorKind.PreconditionFailed, () => PutAsync(Key("missing"), "x", new WriteOptions { IfMatch = current }));
        (await TextAsync(Key("o"))).ShouldBe("v2");
        await MissingAsync(Key("missing"));

        await PutAsync(Key("o"), "v4", new WriteOptions { IfMatch = $"\"{current}\"" });
        (await TextAsync(Key("o"))).ShouldBe("v4");
        await FailsAsync(StorageErrorKind.PreconditionFailed, async () => await PutAsync(Key("o"), "v5", new WriteOptions { IfMatch = $"W/\"{(await StatAsync(Key("o"))).ETag}\"" }));
        await FailsAsync(StorageErrorKind.InvalidArgument, () => PutAsync(Key("o"), "v5", new WriteOptions { IfMatch = current, IfAbsent = true }));
        await NoLeftoversAsync();
    });

    [Fact, Case("W17")]
    public Task Increments_by_compare_and_swap_lose_none() => Check(async () =>
    {
        if (!Can.Write.IfMatch)
        {
            return;
        }

        await PutAsync(Key("counter"), "0");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            async () =>
            {
                for (var done = 0; done < 10;)
                {
                    await using var read = await Backend.ReadAsync(Key("counter"), ReadOptions.Default, Ct);
                    using var reader = new StreamReader(read.Content);
                    var value = int.Parse(await reader.ReadToEndAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
                    var error = await CatchAsync(() => PutAsync(Key("counter"), $"{value + 1}", new WriteOptions { IfMatch = read.Stat.ETag }));
                    done += error is null ? 1 : 0;
                    (error as StorageException)?.Kind.ShouldBe(StorageErrorKind.PreconditionFailed);
                }
            },
            Ct)));

        (await TextAsync(Key("counter"))).ShouldBe("50");
    });

    [Fact, Case("E03")]
    public Task Conditions_hold_at_the_commit_of_parts_or_are_refused_before() => Check(async () =>
    {
        if (Can.Multipart is not { } multipart || !Can.Write.IfAbsent)
        {
            return;
        }

        if (!multipart.Conditions)
        {
            await RefusedAsync(() => Backend.BeginWriteAsync(Key("o"), new WriteOptions { IfAbsent = true }, Ct));
            await NoLeftoversAsync();
            return;
        }

        await using (var session = await Backend.BeginWriteAsync(Key("o"), new WriteOptions { IfAbsent = true }, Ct))
        {
            await session.WritePartAsync(1, Reader(Bytes(100)), 100, Ct);
            await PutAsync(Key("o"), "between");
            await FailsAsync(StorageErrorKind.AlreadyExists, () => session.CommitAsync(Ct));
        }

        if (Can.Write.IfMatch)
        {
            // Equal bytes may keep their ETag (E08), so what comes between has others.
            var tag = (await PutAsync(Key("o"), "before")).Stat.ETag;
            await using var session = await Backend.BeginWriteAsync(Key("o"), new WriteOptions { IfMatch = tag }, Ct);
            await session.WritePartAsync(1, Reader(Bytes(100)), 100, Ct);
            await PutAsync(Key("o"), "between");
            await FailsAsync(StorageErrorKind.PreconditionFailed, () => session.CommitAsync(Ct));
        }

        (await TextAsync(Key("o"))).ShouldBe("between");
        await NoLeftoversAsync();
    });

    [Fact, Case("E04", "E06", "E07", "E13")]
    public Task A_read_by_etag_follows_the_tags() => Check(async () =>
    {
        var tag = (await PutAsync(Key("o"), "text")).Stat.ETag;
        if (!Can.Read.Conditions)
        {
            await RefusedAsync(() => GetAsync(Key("o"), new ReadOptions { IfMatch = [tag] }));
            await RefusedAsync(() => GetAsync(Key("o"), new ReadOptions { IfNoneMatch = [tag] }));
            return;
        }

        foreach (var tags in new string[][] { [tag], ["other", tag], [$"\"{tag}\""], ["*"] })
        {
            (await TextAsync(Key("o"), new ReadOptions { IfMatch = tags })).ShouldBe("text");
            (await FailsAsync(StorageErrorKind.NotModified, () => GetAsync(Key("o"), new ReadOptions { IfNoneMatch = tags }))).IsTransient.ShouldBeFalse();
        }

        await FailsAsync(StorageErrorKind.NotModified, () => GetAsync(Key("o"), new ReadOptions { IfNoneMatch = [$"W/\"{tag}\""] }));
        await FailsAsync(StorageErrorKind.PreconditionFailed, () => GetAsync(Key("o"), new ReadOptions { IfMatch = [$"W/\"{tag}\""] }));
        await FailsAsync(StorageErrorKind.PreconditionFailed, () => GetAsync(Key("o"), new ReadOptions { IfMatch = ["other", "another"] }));
        (await TextAsync(Key("o"), new ReadOptions { IfNoneMatch = ["other", "another"] })).ShouldBe("text");
        await FailsAsync(StorageErrorKind.NotFound, () => GetAsync(Key("missing"), new ReadOptions { IfNoneMatch = ["*"] }));
        await FailsAsync(StorageErrorKind.InvalidArgument, () => GetAsync(Key("o"), new ReadOptions { IfMatch = [] }));
    });

    [Fact, Case("E05", "E13")]
    public Task A_read_by_time_includes_the_very_moment() => Check(async () =>
    {
        var at = (await PutAsync(Key("o"), "text")).Stat.LastModified;
        if (!Can.Read.TimeConditions)
        {
            await RefusedAsync(() => GetAsync(Key("o"), new ReadOptions { IfModifiedSince = at }));
            await RefusedAsync(() => GetAsync(Key("o"), new ReadOptions { IfUnmodifiedSince = at }));
            return;
        }

        foreach (var later in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromHours(10) })
        {
            await FailsAsync(StorageErrorKind.NotModified, () => GetAsync(Key("o"), new ReadOptions { IfModifiedSince = at + later }));
            (await TextAsync(Key("o"), new ReadOptions { IfUnmodifiedSince = at + later })).ShouldBe("text");
        }

        foreach (var earlier in new[] { TimeSpan.FromSeconds(1), TimeSpan.FromHours(10) })
        {
            (await TextAsync(Key("o"), new ReadOptions { IfModifiedSince = at - earlier })).ShouldBe("text");
            await FailsAsync(StorageErrorKind.PreconditionFailed, () => GetAsync(Key("o"), new ReadOptions { IfUnmodifiedSince = at - earlier }));
        }
    });

    [Fact, Case("E05")]
    public Task Tags_go_before_times() => Check(async () =>
    {
        if (!Can.Read.Conditions || !Can.Read.TimeConditions)
        {
            return;
        }

        var stat = (await PutAsync(Key("o"), "text")).Stat;
        var (before, after) = (stat.LastModified.AddHours(-1), stat.LastModified.AddHours(1));

        (await TextAsync(Key("o"), new ReadOptions { IfMatch = [stat.ETag], IfUnmodifiedSince = before })).ShouldBe("text");
        (await TextAsync(Key("o"), new ReadOptions { IfNoneMatch = ["other"], IfModifiedSince = after })).ShouldBe("text");
        await FailsAsync(StorageErrorKind.NotModified, () => GetAsync(Key("o"), new ReadOptions { IfNoneMatch = [stat.ETag], IfModifiedSince = before }));
        await FailsAsync(StorageErrorKind.PreconditionFailed, () => GetAsync(Key("o"), new ReadOptions { IfMatch = ["other"], IfNoneMatch = [stat.ETag] }));
    });

    [Fact, Case("E08", "E09", "D08")]
    public Task Other_bytes_have_another_etag_and_identity() => Check(async () =>
    {
        var seen = new HashSet<string>();
        foreach (var text in new[] { "one", "two", "six", "longer" })
        {
            var stat = (await PutAsync(Key("o"), text)).Stat;
            seen.Add(stat.ETag).ShouldBeTrue("an ETag came back with other bytes");
            stat.ETag.ShouldNotBeNullOrEmpty();
        }

        await DeleteAsync(Key("o"));
        seen.Add((await PutAsync(Key("o"), "again")).Stat.ETag).ShouldBeTrue();
    });

    [Fact, Case("E08", "R10")]
    public Task A_read_of_an_identity_never_gives_another_object() => Check(async () =>
    {
        var first = (await PutAsync(Key("o"), "first")).Stat;
        if (!Can.Read.Identity)
        {
            await RefusedAsync(() => GetAsync(Key("o"), new ReadOptions { ExpectedIdentity = "x" }));
            return;
        }

        var identity = first.Identity.ShouldNotBeNull();
        (await TextAsync(Key("o"), new ReadOptions { ExpectedIdentity = identity })).ShouldBe("first");

        // The same size, and as soon after as possible: times and sizes alone do not tell these two apart.
        await PutAsync(Key("o"), "other");
        await FailsAsync(StorageErrorKind.IdentityChanged, () => GetAsync(Key("o"), new ReadOptions { ExpectedIdentity = identity }));
    });

    [Fact, Case("E11", "E13")]
    public Task A_delete_of_an_etag_spares_another_content() => Check(async () =>
    {
        var old = (await PutAsync(Key("o"), "v1")).Stat.ETag;
        if (!Can.Delete.IfMatch)
        {
            await RefusedAsync(() => Backend.DeleteAsync([Key("o")], new DeleteOptions { IfMatch = old }, Ct));
            (await TextAsync(Key("o"))).ShouldBe("v1");
            return;
        }

        var current = (await PutAsync(Key("o"), "v2")).Stat.ETag;
        (await Backend.DeleteAsync([Key("o")], new DeleteOptions { IfMatch = old }, Ct)).Single().Error.ShouldNotBeNull().Kind.ShouldBe(StorageErrorKind.PreconditionFailed);
        (await TextAsync(Key("o"))).ShouldBe("v2");
        await FailsAsync(StorageErrorKind.InvalidArgument, () => Backend.DeleteAsync([Key("o"), Key("p")], new DeleteOptions { IfMatch = current }, Ct));

        (await Backend.DeleteAsync([Key("o")], new DeleteOptions { IfMatch = current }, Ct)).Single().Error.ShouldBeNull();
        await MissingAsync(Key("o"));
        (await Backend.DeleteAsync([Key("o")], new DeleteOptions { IfMatch = current }, Ct)).Single().Error.ShouldBeNull();
    });
}
