using System.Text;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Commands;

public sealed class RemoveTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private Support.Cli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _cli = new Support.Cli(_server);
        foreach (var key in (string[])["docs/a", "docs/b", "docs2/c", "other"])
        {
            _server.Put(key, "12345");
        }
    }

    [Fact]
    public async Task Keys_are_deleted()
    {
        (await _cli.RunAsync("rm", "docs/a", "other")).ShouldBe(0, "Deleted 2 files.\n");
        _server.Objects.Keys.ShouldBe(["docs/b", "docs2/c"]);
    }

    [Fact]
    public async Task A_missing_key_is_not_found_unless_forced()
    {
        var result = await _cli.RunAsync("rm", "nope");
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldBe("failed: nope: There is no such object.\n");
        (await _cli.RunAsync("rm", "nope", "docs/a")).ExitCode.ShouldBe(5);
        (await _cli.RunAsync("rm", "-f", "nope")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Below_a_prefix_wants_a_yes_and_means_a_folder()
    {
        var result = await _cli.RunAsync("rm", "-r", "docs");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("--yes");
        _server.Objects.Count.ShouldBe(4);
        (await _cli.RunAsync("rm", "-r", "docs", "--yes")).ShouldBe(0, "Deleted 2 files (10 B).\n");
        _server.Objects.Keys.ShouldBe(["docs2/c", "other"]);
        (await _cli.RunAsync("rm", "-r", "docs", "--yes")).ExitCode.ShouldBe(3);
        (await _cli.RunAsync("rm", "-r", "docs", "--yes", "-f")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task On_a_terminal_the_count_is_shown_and_anything_but_yes_keeps_all()
    {
        _cli.With("NO_COLOR", "1").IsTerminal = true;
        _cli.Input = "n\n"u8.ToArray();
        var result = await _cli.RunAsync("rm", "-r", "docs/");
        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain("  docs/a\n  docs/b\nDelete 2 objects (10 B)? [y/N] ");
        _server.Objects.Count.ShouldBe(4);
        _cli.Input = "y\n"u8.ToArray();
        (await _cli.RunAsync("rm", "-r", "docs/")).ExitCode.ShouldBe(0);
        _server.Objects.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        (await _cli.RunAsync("rm", "-r", "docs", "--dry-run")).ShouldBe(0, "would delete docs/a\nwould delete docs/b\nWould delete 2 files (10 B).\n");
        (await _cli.RunAsync("rm", "-n", "docs/a")).Output.ShouldContain("would delete docs/a\n");
        _server.Objects.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Thousands_go_in_batches_of_a_thousand()
    {
        for (var i = 0; i < 2500; i++)
        {
            _server.Put($"many/{i:0000}", "");
        }

        (await _cli.RunAsync("rm", "-r", "many", "--yes")).ShouldBe(0, "Deleted 2,500 files.\n");
        _server.Requests.Count(request => request == "POST /api/files/delete").ShouldBe(3);
        _server.Objects.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_named_and_the_rest_goes()
    {
        _server.Put("docs/protected", "");
        var result = await _cli.RunAsync("rm", "-r", "docs", "--yes", "--json");
        result.ExitCode.ShouldBe(5);
        result.Json["summary"]!["deleted"]!.GetValue<int>().ShouldBe(2);
        result.Json["results"]![2]!["error"]!["message"]!.GetValue<string>().ShouldBe("It is protected.");
    }

    [Fact]
    public async Task Copies_and_moves_happen_on_the_server()
    {
        (await _cli.RunAsync("cp", "docs/a", "copy")).ShouldBe(0, "Copied docs/a to copy (5 B)\n");
        var refused = await _cli.RunAsync("cp", "docs/b", "copy");
        refused.ExitCode.ShouldBe(4);
        refused.Error.ShouldContain("Add --overwrite");
        (await _cli.RunAsync("cp", "docs/b", "copy", "--overwrite")).ExitCode.ShouldBe(0);
        (await _cli.RunAsync("mv", "other", "moved")).ShouldBe(0, "Moved other to moved (5 B)\n");
        (await _cli.RunAsync("cp", "nope", "x")).ExitCode.ShouldBe(3);
        (await _cli.RunAsync("cp", "docs/a", "copy2", "--json")).Json["key"]!.GetValue<string>().ShouldBe("copy2");
        _server.Objects.Keys.ShouldBe(["copy", "copy2", "docs/a", "docs/b", "docs2/c", "moved"]);
    }

    [Fact]
    public async Task Folders_are_copied_and_moved_but_never_into_themselves()
    {
        (await _cli.RunAsync("cp", "-r", "docs", "backup/docs")).ShouldBe(0, "Copied 2 files (10 B).\n");
        (await _cli.RunAsync("mv", "-r", "docs", "new")).ExitCode.ShouldBe(0);
        _server.Objects.Keys.ShouldBe(["backup/docs/a", "backup/docs/b", "docs2/c", "new/a", "new/b", "other"]);
        (await _cli.RunAsync("cp", "-r", "new", "new/below")).ExitCode.ShouldBe(2);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _server.DisposeAsync();
    }
}
