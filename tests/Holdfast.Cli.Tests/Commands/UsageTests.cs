using System.Text;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private readonly Support.Cli _cli = new();

    [Theory]
    [InlineData("lss", "Did you mean 'ls'?")]
    [InlineData("verfiy", "Did you mean 'verify'?")]
    [InlineData("statsu", "Did you mean 'status'?")]
    [InlineData("frobnicate", "'frobnicate' is not a command.")]
    public async Task The_closest_command_is_suggested(string word, string said)
    {
        var result = await _cli.RunAsync(word);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(said);
        result.Error.ShouldContain("See 'holdfast --help'.");
    }

    [Fact]
    public async Task A_mistyped_option_is_never_taken_for_a_key()
    {
        var result = await _cli.RunAsync("rm", "--yess", "key");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("Did you mean '--yes'?");
        (await _cli.RunAsync("ls", "--recusive")).ExitCode.ShouldBe(2);
        (await _cli.RunAsync("rm", "key", "-x")).ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("ls", "--help")]
    [InlineData("help", "put")]
    [InlineData("jobs", "-h")]
    public async Task Help_names_the_exit_codes(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("0 done   1 failed   2 usage   3 not found   4 refused   5 partial");
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_at_all_shows_help_where_it_does_not_disturb_a_pipe()
    {
        var result = await _cli.RunAsync();
        result.ShouldBe(2, "");
        result.Error.ShouldContain("Commands:");
    }

    [Fact]
    public async Task Usage_errors_are_json_too()
    {
        var json = (await _cli.RunAsync("lss", "--json")).Json;
        json["error"]!["code"]!.GetValue<string>().ShouldBe("usage");
        json["error"]!["exit_code"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_with_what_to_do()
    {
        var result = await _cli.RunAsync("ls", "--server", "http://127.0.0.1:1");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldBe("error: Could not reach the server at http://127.0.0.1:1: nobody listens there.\n  Is it running? 'holdfast serve' starts one; --server or HOLDFAST_URL names another.\n");
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://user:pw@x")]
    [InlineData("http://x?y")]
    public async Task What_is_no_address_is_a_usage_error(string server) => (await _cli.RunAsync("ls", "--server", server)).ExitCode.ShouldBe(2);

    [Fact]
    public async Task What_is_no_holdfast_server_is_told_as_such()
    {
        await using var server = await FakeServer.StartAsync();
        server.Before = async (context, _) =>
        {
            context.Response.ContentType = "text/html";
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "<h1>It works!</h1>");
            return true;
        };
        var result = await _cli.RunAsync("ls", "--server", server.Url);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"Is {server.Url} the address of a Holdfast server?");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        await using var server = await FakeServer.StartAsync();
        server.Before = (context, _) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "https://elsewhere.example/";
            return Task.FromResult(true);
        };
        var result = await _cli.RunAsync("ls", "--server", server.Url, "--token", "t");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("redirects to https://elsewhere.example/");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Config_explain_needs_no_server_and_exits_1_on_a_conflict()
    {
        _cli.File(".env", "STORAGE_DIR=./data\nSTORAGE_STRATEGY=nonsense\n");
        var result = await _cli.RunAsync("config", "explain", "--given");
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("error: ");
        result.Output.ShouldContain(".env:1");
        (await _cli.RunAsync("config", "explain", "--json")).Json["ok"]!.GetValue<bool>().ShouldBeFalse();
        _cli.File("other.env", "STORAGE_DIR=./elsewhere\n");
        var other = await _cli.RunAsync("config", "explain", "--given", "--env-file", "other.env");
        other.ExitCode.ShouldBe(0);
        other.Output.ShouldContain("elsewhere");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_end_the_command_with_the_reason()
    {
        _cli.File(".env", "STORAGE_STRATEGY=nonsense\n");
        var result = await _cli.RunAsync("ls");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("STORAGE_STRATEGY");
        result.Error.ShouldContain("holdfast config explain");
    }

    [Fact]
    public async Task Colours_and_bars_are_for_terminals_only()
    {
        await using var server = await FakeServer.StartAsync();
        using var plain = new Support.Cli(server);
        (await plain.RunAsync("status")).Output.ShouldNotContain('\u001b');
        plain.IsTerminal = true;
        (await plain.RunAsync("status")).Output.ShouldContain('\u001b');
        plain.With("NO_COLOR", "1");
        var result = await plain.RunAsync("status");
        (result.Output + result.Error).ShouldNotContain('\u001b');
        plain.With("NO_COLOR", "").With("TERM", "dumb");
        (await plain.RunAsync("status")).Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task The_server_and_its_token_may_stand_in_the_settings()
    {
        await using var server = await FakeServer.StartAsync();
        _cli.File(".env", $"HOLDFAST_URL={server.Url}\nHOLDFAST_TOKEN={FakeServer.Token}\n");
        (await _cli.RunAsync("ls")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Completion_knows_every_command(string shell)
    {
        var script = (await _cli.RunAsync("completion", shell)).Output;
        foreach (var word in (string[])["serve", "status", "ls", "put", "get", "cat", "rm", "cp", "mv", "stat", "du", "explain", "verify", "jobs", "config", "user", "token", "clean-up-orphans"])
        {
            script.ShouldContain(word);
        }

        (await _cli.RunAsync("completion", "tcsh")).ExitCode.ShouldBe(2);
    }

    public void Dispose() => _cli.Dispose();
}
