using System.Globalization;
using Dapper;
using Holdfast.Engine.Catalog;
using Holdfast.Engine.Catalog.Sqlite;
using Holdfast.Engine.Tests.Support;
using Holdfast.Errors;
using Microsoft.Data.Sqlite;

namespace Holdfast.Engine.Tests.Catalog;

public sealed class SqliteCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-catalog-").FullName;

    private string File => Path.Join(_folder, "catalog.db");

    [Fact]
    public async Task A_piece_of_work_that_throws_takes_nothing_of_its_group_with_it()
    {
        await using var catalog = await OpenAsync();
        var tasks = Enumerable.Range(0, 200).Select(i => catalog.WriteAsync<int>(
            async session =>
            {
                await SetAsync(session, $"k{i}", "1");
                return i % 7 == 0 ? throw StorageErrors.InvalidArgument("no") : i;
            },
            Rig.Token)).ToList();
        for (var i = 0; i < tasks.Count; i++)
        {
            if (i % 7 == 0)
            {
                (await Should.ThrowAsync<StorageException>(tasks[i])).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
            }
            else
            {
                (await tasks[i]).ShouldBe(i);
            }
        }

        (await CountAsync(catalog, "k")).ShouldBe(200 - 29);
    }

    [Fact]
    public async Task Ten_thousand_queued_writes_are_all_done_in_their_order()
    {
        await using var catalog = await OpenAsync();
        var order = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => catalog.WriteAsync(
            async session =>
            {
                order.Add(i);
                await SetAsync(session, $"k{i}", "1");
                return 0;
            },
            Rig.Token)));
        order.ShouldBe(Enumerable.Range(0, 10_000));
        (await CountAsync(catalog, "k")).ShouldBe(10_000);
    }

    [Fact]
    public async Task Two_processes_may_write_at_the_same_time()
    {
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            await Task.Yield();
            await (i % 2 == 0 ? one : two).WriteAsync(
                session => session.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('sum', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"), Rig.Token);
        }));
        (await ValueAsync(one, "sum")).ShouldBe("400");
        (await ValueAsync(two, "sum")).ShouldBe("400");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_commit_is_resolved_by_the_writers_own_mark_also_when_another_process_commits_in_between(bool happened)
    {
        var other = await OpenAsync();
        var fail = false;
        await using var catalog = await SqliteCatalog.OpenAsync(
            File,
            TimeProvider.System,
            at =>
            {
                if (fail && at == (happened ? CommitMoment.After : CommitMoment.Before))
                {
                    fail = false;
                    if (happened)
                    {
                        other.WriteAsync(session => session.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('between', '1')"), CancellationToken.None).GetAwaiter().GetResult();
                    }

                    throw new SqliteException("the disk failed", 10);
                }
            },
            Rig.Token);
        await catalog.WriteAsync(session => SetAsync(session, "k0", "1"), Rig.Token);
        fail = true;
        var write = catalog.WriteAsync(session => SetAsync(session, "k1", "1"), Rig.Token);
        if (happened)
        {
            await write;
        }
        else
        {
            (await Should.ThrowAsync<StorageException>(write)).Kind.ShouldBe(StorageErrorKind.Unavailable);
        }

        (await CountAsync(catalog, "k")).ShouldBe(happened ? 2 : 1);
        await catalog.WriteAsync(session => SetAsync(session, "k2", "1"), Rig.Token);
        (await CountAsync(catalog, "k")).ShouldBe(happened ? 3 : 2);
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_sync_that_failed_is_never_told_as_done()
    {
        var fail = false;
        await using var catalog = await SqliteCatalog.OpenAsync(
            File, TimeProvider.System, at => Throw(fail && at == CommitMoment.After), Rig.Token);
        fail = true;
        var write = catalog.WriteAsync(session => SetAsync(session, "k1", "1"), Rig.Token);
        (await Should.ThrowAsync<StorageException>(write)).Kind.ShouldBe(StorageErrorKind.OutcomeUnknown);
        fail = false;
        await catalog.WriteAsync(session => SetAsync(session, "k2", "1"), Rig.Token);

        static void Throw(bool really)
        {
            if (really)
            {
                throw new SqliteException("fsync failed", 10, 1034);
            }
        }
    }

    [Fact]
    public async Task Every_read_is_a_snapshot()
    {
        await using var catalog = await OpenAsync();
        await catalog.WriteAsync(session => SetAsync(session, "k1", "1"), Rig.Token);
        var (before, after) = await catalog.ReadAsync(
            async session =>
            {
                var first = await session.Prepare("SELECT value FROM meta WHERE name = 'k1'").ExecuteScalarAsync();
                await catalog.WriteAsync(s => SetAsync(s, "k1", "2"), Rig.Token);
                return (first, await session.Prepare("SELECT value FROM meta WHERE name = 'k1'").ExecuteScalarAsync());
            },
            Rig.Token);
        before.ShouldBe("1");
        after.ShouldBe("1");
        (await ValueAsync(catalog, "k1")).ShouldBe("2");
    }

    [Fact]
    public async Task A_prepared_statement_keeps_no_value_of_the_call_before()
    {
        await using var catalog = await OpenAsync();
        const string sql = "SELECT COALESCE(@p0, 'none') || COALESCE(@p1, 'none')";
        await catalog.ReadAsync(
            async session =>
            {
                (await session.Prepare(sql, "a", "b").ExecuteScalarAsync()).ShouldBe("ab");
                (await session.Prepare(sql, "c", null).ExecuteScalarAsync()).ShouldBe("cnone");
                await Should.ThrowAsync<InvalidOperationException>(async () => await session.Prepare(sql, "d").ExecuteScalarAsync());
                (await session.Prepare(sql, "e", "f").ExecuteScalarAsync()).ShouldBe("ef");
                return 0;
            },
            Rig.Token);
    }

    [Fact]
    public async Task A_cancelled_write_that_has_not_begun_does_not_happen()
    {
        await using var catalog = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => catalog.WriteAsync(session => SetAsync(session, "k1", "1"), cancelled.Token));
        (await CountAsync(catalog, "k")).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var nonsense = string.Concat(Enumerable.Repeat("this is no database. ", 500));
        await System.IO.File.WriteAllTextAsync(File, nonsense, Rig.Token);
        (await Should.ThrowAsync<StorageException>(OpenAsync)).Kind.ShouldBe(StorageErrorKind.Misconfigured);
        (await System.IO.File.ReadAllTextAsync(File, Rig.Token)).ShouldBe(nonsense);
    }

    [Fact]
    public async Task A_damaged_page_is_told_as_such_and_other_pages_are_still_read()
    {
        await using (var catalog = await OpenAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => catalog.WriteAsync(
                session => session.ExecuteAsync("INSERT INTO journal (at, key, event, detail) VALUES (1, @p0, 'x', @p1)", $"key {i}", new string('d', 300)), Rig.Token)));
        }

        await using (var stream = new FileStream(File, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Length.ShouldBeGreaterThan(500_000);
            stream.Position = stream.Length - 300_000;
            stream.Write(Enumerable.Repeat((byte)0xA5, 200_000).ToArray());
        }

        await using var damaged = await OpenAsync();
        var error = await Should.ThrowAsync<StorageException>(() => damaged.ReadAsync(async session => (await session.Connection.QueryAsync<string>("SELECT detail FROM journal")).Count(), Rig.Token));
        error.Kind.ShouldBe(StorageErrorKind.Misconfigured);
        await damaged.WriteAsync(session => SetAsync(session, "k1", "1"), Rig.Token);
        (await ValueAsync(damaged, "k1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_catalog_of_a_newer_Holdfast_is_refused_and_left_as_it_is()
    {
        await using (var catalog = await OpenAsync())
        {
            await catalog.WriteAsync(session => session.ExecuteAsync("INSERT INTO migration (number, name, applied_at) VALUES (9999, 'later', 1)"), Rig.Token);
        }

        var error = await Should.ThrowAsync<StorageException>(OpenAsync);
        error.Kind.ShouldBe(StorageErrorKind.Misconfigured);
        error.Message.ShouldContain("9999");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_or_a_file_that_is_none_is_a_clear_error()
    {
        (await Should.ThrowAsync<StorageException>(() => SqliteCatalog.OpenAsync(Path.Join(_folder, "no", "c.db"), TimeProvider.System, Rig.Token))).Kind.ShouldBe(StorageErrorKind.PermissionDenied);
        Directory.CreateDirectory(File);
        (await Should.ThrowAsync<StorageException>(OpenAsync)).Kind.ShouldBe(StorageErrorKind.PermissionDenied);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static Task<int> SetAsync(CatalogSession session, string name, string value) =>
        session.ExecuteAsync("INSERT INTO meta (name, value) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    private static Task<long> CountAsync(SqliteCatalog catalog, string prefix) => catalog.ReadAsync(
        async session => (long)(await session.Prepare("SELECT count(*) FROM meta WHERE name LIKE @p0", prefix + "%").ExecuteScalarAsync())!, Rig.Token);

    private static Task<string?> ValueAsync(SqliteCatalog catalog, string name) => catalog.ReadAsync(
        async session => Convert.ToString(await session.Prepare("SELECT value FROM meta WHERE name = @p0", name).ExecuteScalarAsync(), CultureInfo.InvariantCulture), Rig.Token);

    private Task<SqliteCatalog> OpenAsync() => SqliteCatalog.OpenAsync(File, TimeProvider.System, Rig.Token);
}
