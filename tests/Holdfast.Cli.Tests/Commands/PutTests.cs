using System.Text;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Commands;

public sealed class PutTests : IAsyncLifetime
{
    private const string HelloSha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private FakeServer _server = null!;
    private Support.Cli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _cli = new Support.Cli(_server);
    }

    [Fact]
    public async Task A_file_is_stored_and_its_digest_told()
    {
        _cli.File("a.txt", "hello");
        var result = await _cli.RunAsync("put", "a.txt", "docs/a.txt");
        result.ShouldBe(0, $"Stored docs/a.txt (5 B) on local\nsha256 {HelloSha256}\n");
        _server.Objects["docs/a.txt"].ContentType.ShouldBe("text/plain");
        (await _cli.RunAsync("put", "a.txt", "docs/a.txt")).Output.ShouldStartWith("Replaced docs/a.txt");
        (await _cli.RunAsync("put", "a.txt", "docs/a.txt", "--quiet")).ShouldBe(0, "");
    }

    [Fact]
    public async Task Json_is_the_object()
    {
        _cli.File("a.txt", "hello");
        (await _cli.RunAsync("put", "a.txt", "k", "--json")).Json["sha256"]!.GetValue<string>().ShouldBe(HelloSha256);
    }

    [Fact]
    public async Task Standard_input_is_streamed()
    {
        _cli.Input = Encoding.UTF8.GetBytes("hello");
        (await _cli.RunAsync("put", "-", "from/pipe.bin", "--content-type", "x/y", "--meta", "a=b=c", "--meta", "d=")).ExitCode.ShouldBe(0);
        var stored = _server.Objects["from/pipe.bin"];
        Encoding.UTF8.GetString(stored.Bytes).ShouldBe("hello");
        stored.ContentType.ShouldBe("x/y");
        stored.Metadata["a"].ShouldBe("b=c");
        stored.Metadata["d"].ShouldBe("");
    }

    [Fact]
    public async Task If_absent_refuses_what_exists()
    {
        _server.Put("k", "first");
        _cli.File("a.txt", "second");
        var result = await _cli.RunAsync("put", "a.txt", "k", "--if-absent");
        result.ExitCode.ShouldBe(4);
        result.Error.ShouldBe($"error: 'k' is there already.\n  trace id: {FakeServer.Trace}\n");
        Encoding.UTF8.GetString(_server.Objects["k"].Bytes).ShouldBe("first");
    }

    [Fact]
    public async Task A_lost_answer_to_if_absent_is_recognised_as_our_own_success()
    {
        _cli.File("a.txt", "hello");
        var lost = false;
        _server.Before = async (context, _) =>
        {
            if (lost || context.Request.Method != "PUT")
            {
                return false;
            }

            lost = true;
            await context.Request.Body.CopyToAsync(Stream.Null);
            _server.Put("k", "hello");
            context.Abort();
            return true;
        };
        (await _cli.RunAsync("put", "a.txt", "k", "--if-absent")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_digest_is_refused_and_nothing_kept()
    {
        _cli.File("a.txt", "hello");
        (await _cli.RunAsync("put", "a.txt", "k", "--sha256", new string('0', 64))).ExitCode.ShouldBe(4);
        _server.Objects.ShouldBeEmpty();
        (await _cli.RunAsync("put", "a.txt", "k", "--sha256", HelloSha256.ToUpperInvariant())).ExitCode.ShouldBe(0);
        (await _cli.RunAsync("put", "a.txt", "k", "--sha256", "abc")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_stored_other_bytes_is_found_out()
    {
        _cli.File("a.txt", "hello");
        _server.Before = async (context, _) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await FakeServer.JsonAsync(context, 201, _server.Put("k", "other").ToJson());
            return true;
        };
        var result = await _cli.RunAsync("put", "a.txt", "k");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("other bytes than were sent");
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        _cli.File("a.txt", "hello");
        var refusals = 2;
        _server.Before = async (context, _) =>
        {
            if (refusals-- <= 0)
            {
                return false;
            }

            await FakeServer.ProblemAsync(context, 503, "backend_unavailable", "Not now.");
            return true;
        };
        (await _cli.RunAsync("put", "a.txt", "k")).ExitCode.ShouldBe(0);
        _server.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_pipe_that_was_read_from_is_never_sent_twice()
    {
        _cli.Input = new byte[600_000];
        _server.Before = async (context, _) =>
        {
            var some = new byte[1000];
            await context.Request.Body.ReadExactlyAsync(some);
            context.Abort();
            return true;
        };
        var result = await _cli.RunAsync("put", "-", "k");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("cannot be sent again");
        _server.Requests.Count.ShouldBe(1);
        _server.Objects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a//b", "/api/files/a%2F%2Fb")]
    [InlineData("/lead", "/api/files/%2Flead")]
    [InlineData("trail/", "/api/files/trail%2F")]
    [InlineData("///", "/api/files/%2F%2F%2F")]
    [InlineData("a+b c%2Fd#e?f&g=h", "/api/files/a%2Bb%20c%252Fd%23e%3Ff%26g%3Dh")]
    [InlineData("ünï/😀", "/api/files/%C3%BCn%C3%AF/%F0%9F%98%80")]
    [InlineData("-dash\\back'quote\"", "/api/files/-dash%5Cback%27quote%22")]
    [InlineData("@at", "/api/files/%40at")]
    [InlineData(" ", "/api/files/%20")]
    [InlineData("line\nfeed", "/api/files/line%0Afeed")]
    [InlineData("a~b.c_d-e", "/api/files/a~b.c_d-e")]
    public async Task Keys_arrive_byte_for_byte(string key, string target)
    {
        _cli.File("f", "hello");
        (await _cli.RunAsync("put", "--quiet", "f", "--", key)).ExitCode.ShouldBe(0);
        _server.Requests.ShouldBe(["PUT " + target]);
        _server.Objects.Keys.ShouldBe([key]);
        (await _cli.RunAsync("cat", "--", key)).ShouldBe(0, "hello");
        (await _cli.RunAsync("rm", "--quiet", "--", key)).ExitCode.ShouldBe(0);
        _server.Objects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a/../b", "/api/files/a/%2E%2E/b")]
    [InlineData("./b", "/api/files/%2E/b")]
    public async Task Dot_segments_reach_the_server_and_resolve_to_nothing_else(string key, string target)
    {
        _server.Put("b", "precious");
        await _cli.RunAsync("stat", key);
        _server.Requests.ShouldBe([$"GET {target}?info=1"]);
    }

    [Fact]
    public async Task A_folder_is_stored_with_its_structure()
    {
        _cli.File("tree/a.txt", "a");
        _cli.File("tree/sub/b c.txt", "bb");
        _cli.File("tree/sub/.hidden", "");
        var result = await _cli.RunAsync("put", "-r", "tree", "backup");
        result.ShouldBe(0, "Stored 3 files (3 B).\n");
        _server.Objects.Keys.ShouldBe(["backup/a.txt", "backup/sub/.hidden", "backup/sub/b c.txt"]);
    }

    [Fact]
    public async Task A_second_run_skips_what_is_there()
    {
        _cli.File("tree/a.txt", "a");
        _cli.File("tree/b.txt", "b");
        await _cli.RunAsync("put", "-r", "tree", "");
        _cli.File("tree/b.txt", "c");
        (await _cli.RunAsync("put", "-r", "tree", "", "--skip-existing")).ShouldBe(0, "Stored 1 file (1 B), 1 file already there.\n");
        Encoding.UTF8.GetString(_server.Objects["b.txt"].Bytes).ShouldBe("c");
    }

    [Fact]
    public async Task Some_failures_of_many_are_partial_and_named()
    {
        for (var i = 0; i < 10; i++)
        {
            _cli.File($"tree/{i}.txt", "x");
        }

        _server.Before = async (context, raw) =>
        {
            if (!raw.Contains("/3.txt", StringComparison.Ordinal) && !raw.Contains("/4.txt", StringComparison.Ordinal))
            {
                return false;
            }

            await FakeServer.ProblemAsync(context, 413, "too_large", "It is too large.");
            return true;
        };
        var result = await _cli.RunAsync("put", "-r", "tree", "t");
        result.ShouldBe(5, "Stored 8 files (8 B), 2 files failed.\n");
        result.Error.ShouldContain($"failed: t/3.txt: It is too large. (trace id {FakeServer.Trace})\n");
        var json = (await _cli.RunAsync("put", "-r", "tree", "t", "--json")).Json;
        json["summary"]!["stored"]!.GetValue<int>().ShouldBe(8);
        json["summary"]!["failed"]!.GetValue<int>().ShouldBe(2);
        json["results"]!.AsArray().Single(r => r!["key"]!.GetValue<string>() == "t/4.txt")!["error"]!["code"]!.GetValue<string>().ShouldBe("too_large");
    }

    [Fact]
    public async Task A_refused_sign_in_ends_a_folder_at_once()
    {
        for (var i = 0; i < 200; i++)
        {
            _cli.File($"tree/{i}.txt", "x");
        }

        var result = await _cli.RunAsync("put", "-r", "tree", "t", "--token", "wrong");
        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain("HOLDFAST_TOKEN");
        _server.Requests.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task What_is_no_regular_file_fails_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "named pipes");
        _cli.File("tree/a.txt", "a");
        System.Diagnostics.Process.Start("mkfifo", Path.Join(_cli.Folder, "tree/pipe"))!.WaitForExit();
        Directory.CreateSymbolicLink(Path.Join(_cli.Folder, "tree/loop"), Path.Join(_cli.Folder, "tree"));
        var result = await _cli.RunAsync("put", "-r", "tree", "t");
        result.ExitCode.ShouldBe(5);
        result.Error.ShouldContain("not a regular file");
        _server.Objects.Keys.ShouldBe(["t/a.txt"]);
    }

    [Theory]
    [InlineData(3, "put", "missing.txt", "k")]
    [InlineData(3, "put", "-r", "missing", "k")]
    [InlineData(2, "put", ".", "k")]
    [InlineData(2, "put", "f")]
    [InlineData(2, "put", "f", "k", "--transfers", "0")]
    [InlineData(2, "put", "f", "k", "--meta", "novalue")]
    [InlineData(2, "put", "f", "k", "--meta", "näme=x")]
    [InlineData(2, "put", "-r", "f", "k")]
    public async Task Wrong_command_lines_say_so(int exitCode, params string[] arguments)
    {
        _cli.File("f", "x");
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(exitCode);
        result.Error.ShouldStartWith("error: ");
        result.Error.ShouldNotContain("   at ");
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _server.DisposeAsync();
    }
}
