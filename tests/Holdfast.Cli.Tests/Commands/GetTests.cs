using System.Text;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Commands;

public sealed class GetTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private Support.Cli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _cli = new Support.Cli(_server);
    }

    [Fact]
    public async Task A_file_is_fetched_verified_and_keeps_its_time()
    {
        _server.Put("docs/a.txt", "hello");
        (await _cli.RunAsync("get", "docs/a.txt", "out.txt")).ShouldBe(0, "Fetched docs/a.txt (5 B), verified by SHA-256\n");
        _cli.Read("out.txt").ShouldBe("hello");
        File.GetLastWriteTimeUtc(Path.Join(_cli.Folder, "out.txt")).ShouldBe(new DateTime(2026, 11, 21, 11, 33, 0, DateTimeKind.Utc));
        Directory.GetFiles(_cli.Folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Into_a_folder_it_takes_the_last_segment_as_its_name()
    {
        _server.Put("docs/a.txt", "hello");
        (await _cli.RunAsync("get", "docs/a.txt", ".")).ExitCode.ShouldBe(0);
        _cli.Read("a.txt").ShouldBe("hello");
    }

    [Fact]
    public async Task An_empty_object_is_an_empty_file()
    {
        _server.Put("empty", "");
        (await _cli.RunAsync("get", "empty", "e")).ExitCode.ShouldBe(0);
        _cli.Read("e").ShouldBe("");
        (await _cli.RunAsync("cat", "empty")).ShouldBe(0, "");
    }

    [Fact]
    public async Task Json_says_what_was_done()
    {
        _server.Put("k", "hello");
        var json = (await _cli.RunAsync("get", "k", "out", "--json")).Json;
        json["status"]!.GetValue<string>().ShouldBe("fetched");
        json["verified"]!.GetValue<bool>().ShouldBeTrue();
        (await _cli.RunAsync("get", "k", "out", "--json", "--skip-existing")).Json["status"]!.GetValue<string>().ShouldBe("skipped");
    }

    [Fact]
    public async Task Broken_connections_go_on_where_they_were()
    {
        var bytes = new byte[3_000_000];
        new Random(7).NextBytes(bytes);
        _server.Put("big", bytes);
        foreach (var at in (int[])[0, 1_000_000, 500_000, 0, 700_000])
        {
            _server.BreakDownloadsAt.Enqueue(at);
        }

        (await _cli.RunAsync("get", "big", "big")).ExitCode.ShouldBe(0);
        File.ReadAllBytes(Path.Join(_cli.Folder, "big")).ShouldBe(bytes);
        _server.BreakDownloadsAt.Enqueue(1_234_567);
        (await _cli.RunAsync("cat", "big")).Bytes.ShouldBe(bytes);
    }

    [Fact]
    public async Task A_later_run_resumes_what_an_earlier_one_left()
    {
        var bytes = new byte[1_000_000];
        new Random(8).NextBytes(bytes);
        _server.Put("big", bytes);
        for (var i = 0; i < 20; i++)
        {
            _server.BreakDownloadsAt.Enqueue(i == 0 ? 400_000 : 0);
        }

        (await _cli.RunAsync("get", "big", "out")).ExitCode.ShouldBe(1);
        File.Exists(Path.Join(_cli.Folder, "out")).ShouldBeFalse();
        _server.BreakDownloadsAt.Clear();
        _server.Requests.Clear();
        var result = await _cli.RunAsync("get", "big", "out");
        result.Output.ShouldContain("resumed at");
        _server.Requests[^1].ShouldStartWith("GET /api/files/big");
        File.ReadAllBytes(Path.Join(_cli.Folder, "out")).ShouldBe(bytes);
        Directory.GetFiles(_cli.Folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_left_of_another_version_is_not_mixed_in()
    {
        _server.Put("k", new byte[1_000_000]);
        for (var i = 0; i < 20; i++)
        {
            _server.BreakDownloadsAt.Enqueue(i == 0 ? 400_000 : 0);
        }

        await _cli.RunAsync("get", "k", "out");
        _server.BreakDownloadsAt.Clear();
        _server.Put("k", "short now");
        (await _cli.RunAsync("get", "k", "out")).ExitCode.ShouldBe(0);
        _cli.Read("out").ShouldBe("short now");
        Directory.GetFiles(_cli.Folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_object_that_is_replaced_meanwhile_is_fetched_whole_in_its_new_version()
    {
        _server.Put("k", new byte[500_000]);
        _server.BreakDownloadsAt.Enqueue(100_000);
        var replaced = false;
        _server.Before = (context, raw) =>
        {
            if (context.Request.Headers.Range.Count > 0 && !replaced)
            {
                replaced = true;
                _server.Put("k", "the new one");
            }

            return Task.FromResult(false);
        };
        (await _cli.RunAsync("get", "k", "out")).ExitCode.ShouldBe(0);
        _cli.Read("out").ShouldBe("the new one");
    }

    [Fact]
    public async Task A_partial_file_that_was_damaged_is_found_out_and_fetched_again()
    {
        var bytes = new byte[600_000];
        new Random(9).NextBytes(bytes);
        _server.Put("k", bytes);
        for (var i = 0; i < 20; i++)
        {
            _server.BreakDownloadsAt.Enqueue(i == 0 ? 300_000 : 0);
        }

        await _cli.RunAsync("get", "k", "out");
        _server.BreakDownloadsAt.Clear();
        var partial = Directory.GetFiles(_cli.Folder).ShouldHaveSingleItem();
        using (var file = File.OpenWrite(partial))
        {
            file.WriteByte((byte)(bytes[0] ^ 1));
        }

        (await _cli.RunAsync("get", "k", "out")).ExitCode.ShouldBe(0);
        File.ReadAllBytes(Path.Join(_cli.Folder, "out")).ShouldBe(bytes);
    }

    [Fact]
    public async Task Bytes_that_do_not_match_never_take_the_files_place()
    {
        _cli.File("out", "precious");
        _server.Objects["k"] = _server.Put("k", "damaged") with { ClaimedSha256 = new string('a', 64) };
        var result = await _cli.RunAsync("get", "k", "out");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("is not what was stored");
        _cli.Read("out").ShouldBe("precious");
        Directory.GetFiles(_cli.Folder).Length.ShouldBe(1);
        (await _cli.RunAsync("cat", "k")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_object_is_not_found()
    {
        var result = await _cli.RunAsync("get", "nope", "out");
        result.ShouldBe(3, "");
        result.Error.ShouldBe($"error: There is no object 'nope'.\n  trace id: {FakeServer.Trace}\n");
        Directory.GetFiles(_cli.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prefix_becomes_a_folder_and_hostile_keys_never_leave_it()
    {
        _server.Put("in/a.txt", "a");
        _server.Put("in/sub/b.txt", "b");
        _server.Put("in/../escape", "bad");
        _server.Put("in//absolute", "bad");
        _server.Put("in/folder/", "bad");
        _server.Put("inside.txt", "other");
        var result = await _cli.RunAsync("get", "-r", "in", "out");
        result.ShouldBe(5, "Fetched 2 files (2 B), 3 files failed.\n");
        Directory.GetFiles(_cli.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_cli.Folder, file)).Order().ShouldBe(["out/a.txt", "out/sub/b.txt"]);
        File.Exists(Path.Join(_cli.Folder, "../escape")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_and_a_folder_of_one_name_fail_alone()
    {
        _server.Put("in/a", "file");
        _server.Put("in/a/b", "below");
        (await _cli.RunAsync("get", "-r", "in", "out", "--transfers", "1")).ExitCode.ShouldBe(5);
        _cli.Read("out/a").ShouldBe("file");
    }

    [Fact]
    public async Task Nothing_below_a_prefix_is_not_found() => (await _cli.RunAsync("get", "-r", "nope", "out")).ExitCode.ShouldBe(3);

    [Fact]
    public async Task Cat_writes_several_objects_one_after_the_other()
    {
        _server.Put("a", "one ");
        _server.Put("b", "two");
        (await _cli.RunAsync("cat", "a", "b")).ShouldBe(0, "one two");
        (await _cli.RunAsync("get", "a", "-")).ShouldBe(0, "one ");
        (await _cli.RunAsync("cat", "a", "--json")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_program_without_a_word()
    {
        _server.Put("a", new byte[1_000_000]);
        _cli.OutputInstead = new GonePipe();
        var result = await _cli.RunAsync("cat", "a");
        result.ExitCode.ShouldBe(141);
        result.Error.ShouldBeEmpty();
        (await _cli.RunAsync("ls")).ExitCode.ShouldBe(141);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _server.DisposeAsync();
    }

    private sealed class GonePipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new Failures.BrokenPipeException();

        public override void Write(byte[] buffer, int offset, int count) => throw new Failures.BrokenPipeException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new Failures.BrokenPipeException();
    }
}
