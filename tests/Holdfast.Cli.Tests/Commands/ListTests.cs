using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Commands;

public sealed class ListTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private Support.Cli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _cli = new Support.Cli(_server);
        _server.Put("docs/a.txt", "hello");
        _server.Put("docs/deep/b.txt", new byte[2048]);
        _server.Put("docs.txt", "x");
        _server.Put("z", "");
    }

    [Fact]
    public async Task Keys_and_prefixes_come_in_one_order()
    {
        var result = await _cli.RunAsync("ls");
        result.ShouldBe(0, "docs.txt\ndocs/\nz\n");
    }

    [Fact]
    public async Task A_prefix_is_text_and_not_a_folder() => (await _cli.RunAsync("ls", "docs")).ShouldBe(0, "docs.txt\ndocs/\n");

    [Fact]
    public async Task Recursive_lists_every_key() => (await _cli.RunAsync("ls", "-r", "docs/")).ShouldBe(0, "docs/a.txt\ndocs/deep/b.txt\n");

    [Fact]
    public async Task Long_lines_have_size_time_and_backend() =>
        (await _cli.RunAsync("ls", "-l", "docs/")).ShouldBe(
            0,
            """
                   5 B  2026-11-21 11:33  local       docs/a.txt
                     -  -                 -           docs/deep/

            """);

    [Fact]
    public async Task Json_is_one_document_with_objects_as_the_server_wrote_them()
    {
        var result = await _cli.RunAsync("ls", "--json");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Json["objects"]!.AsArray().Select(o => o!["key"]!.GetValue<string>()).ShouldBe(["docs.txt", "z"]);
        result.Json["objects"]![0]!["replicas"]![0]!["state"]!.GetValue<string>().ShouldBe("present");
        result.Json["prefixes"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["docs/"]);
    }

    [Fact]
    public async Task All_pages_are_listed()
    {
        _server.PageSize = 7;
        for (var i = 0; i < 100; i++)
        {
            _server.Put($"many/{i:000}", "");
        }

        var result = await _cli.RunAsync("ls", "-r", "many/");
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(Enumerable.Range(0, 100).Select(i => $"many/{i:000}"));
    }

    [Fact]
    public async Task Control_characters_do_not_reach_the_terminal_but_nul_lists_are_exact()
    {
        _server.Put("evil\u001b[2Jkey\nfake", "");
        (await _cli.RunAsync("ls", "evil")).Output.ShouldBe("evil\\u001b[2Jkey\\nfake\n");
        (await _cli.RunAsync("ls", "-0", "evil")).Output.ShouldBe("evil\u001b[2Jkey\nfake\0");
    }

    [Fact]
    public async Task Nothing_below_a_prefix_is_said_and_is_no_failure()
    {
        var result = await _cli.RunAsync("ls", "nope/");
        result.ShouldBe(0, "");
        result.Error.ShouldBe("No key begins with 'nope/'.\n");
        (await _cli.RunAsync("ls", "nope/", "--quiet")).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_list_still_ends_as_a_document()
    {
        _server.PageSize = 1;
        _server.Before = (context, raw) => raw.Contains("cursor=", StringComparison.Ordinal) ? Answer(FakeServer.ProblemAsync(context, 500, "internal_error", "It broke.")) : Task.FromResult(false);
        var result = await _cli.RunAsync("ls", "-r", "--json");
        result.ExitCode.ShouldBe(1);
        result.Json["objects"]!.AsArray().Count.ShouldBe(1);
        result.Json["error"]!["code"]!.GetValue<string>().ShouldBe("internal_error");
        result.Json["error"]!["trace_id"]!.GetValue<string>().ShouldBe(FakeServer.Trace);
    }

    [Fact]
    public async Task A_cursor_that_comes_back_ends_the_list()
    {
        _server.Before = (context, raw) => Answer(FakeServer.JsonAsync(context, 200, System.Text.Json.Nodes.JsonNode.Parse("""{ "objects": [], "prefixes": [], "next_cursor": "same" }""")!));
        (await _cli.RunAsync("ls")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Du_sums_by_the_next_segment() =>
        (await _cli.RunAsync("du")).ShouldBe(
            0,
            """
               2.0 KiB       2 objects  docs/
               2.0 KiB       4 objects  total

            """);

    [Fact]
    public async Task Du_in_json_has_the_same_figures()
    {
        var json = (await _cli.RunAsync("du", "docs/", "--json")).Json;
        json["count"]!.GetValue<int>().ShouldBe(2);
        json["bytes"]!.GetValue<int>().ShouldBe(2053);
        json["below"]![0]!["prefix"]!.GetValue<string>().ShouldBe("docs/deep/");
        json["below"]![0]!["bytes"]!.GetValue<int>().ShouldBe(2048);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<bool> Answer(Task answer)
    {
        await answer;
        return true;
    }
}
