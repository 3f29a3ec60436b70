using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Holdfast.Cli.Tests.Support;

namespace Holdfast.Cli.Tests.Commands;

public sealed class ShowTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private Support.Cli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _cli = new Support.Cli(_server);
        _server.Objects["docs/a.txt"] = _server.Put("docs/a.txt", "hello") with { Metadata = new() { ["owner"] = "ann" } };
    }

    [Fact]
    public async Task Stat_shows_what_is_known() =>
        (await _cli.RunAsync("stat", "docs/a.txt")).ShouldBe(
            0,
            """
            key           docs/a.txt
            id            7
            size          5 B
            sha256        2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
            etag          2cf24dba5fb0a30e
            content type  text/plain
            strategy      local_primary
            backend       local
            replica       local: present
            created       2026-11-21 11:33:00 UTC
            updated       2026-11-21 11:33:00 UTC
            version       v1
            meta owner    ann

            """);

    [Fact]
    public async Task Status_shows_backends_and_why_it_is_degraded() =>
        (await _cli.RunAsync("status")).ShouldBe(
            0,
            $"""
            status    degraded
            reason    s3 does not answer
            since     2026-11-21 11:33:00 UTC
            strategy  local_primary
            pending   2 replicas (4.0 KiB)
            server    {_server.Url}

            BACKEND  TYPE   STATE  LATENCY  USED     FREE     LAST ERROR
            local    local  ok     1.5 ms   2.0 KiB  5.0 GiB  -
            s3       s3     down   -        -        -        connection refused

            """);

    [Fact]
    public async Task Explain_tells_why() =>
        (await _cli.RunAsync("explain", "docs/a.txt")).ShouldBe(
            0,
            """
            It is on local, where it belongs.
            key       docs/a.txt
            strategy  local_primary

            Wanted
            backend  why
            local    the strategy keeps everything on local storage

            Actual
            backend  state    checked
            local    present  -

            Journal
            when                     what     backend  detail
            2026-11-21 11:33:00 UTC  created  local    -

            """);

    [Theory]
    [InlineData("stat", "docs/a.txt")]
    [InlineData("status")]
    [InlineData("explain", "docs/a.txt")]
    [InlineData("ls")]
    [InlineData("du")]
    [InlineData("verify")]
    [InlineData("jobs", "list")]
    [InlineData("user", "list")]
    [InlineData("user", "add", "bob@example.com")]
    [InlineData("user", "password", "ann@example.com")]
    [InlineData("user", "remove", "u1")]
    [InlineData("token", "list")]
    [InlineData("token", "create", "ci")]
    [InlineData("token", "revoke", "t1")]
    [InlineData("config", "explain")]
    [InlineData("completion", "bash")]
    [InlineData("cp", "docs/a.txt", "b")]
    [InlineData("rm", "docs/a.txt")]
    [InlineData("--version")]
    public async Task Every_command_writes_one_json_document_and_nothing_else(params string[] arguments)
    {
        var result = await _cli.RunAsync([.. arguments, "--json"]);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Json.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Object);
        result.Output.ShouldEndWith("}\n");
    }

    [Fact]
    public async Task Verify_without_damage_is_done() =>
        (await _cli.RunAsync("verify")).ShouldBe(0, "checked  3\nok       3\nNo damage.\n");

    [Fact]
    public async Task Verify_sends_what_was_asked_for()
    {
        await _cli.RunAsync("verify", "docs/", "--deep", "--repair", "--clean-up-orphans", "--orphan-age-hours", "0.5");
        _server.LastBody!.ToJsonString().ShouldBe("""{"deep":true,"repair":true,"clean_up_orphans":true,"orphan_age_hours":0.5,"prefix":"docs/"}""");
        await _cli.RunAsync("verify");
        _server.LastBody!.ToJsonString().ShouldBe("""{"deep":false,"repair":false,"clean_up_orphans":false}""");
        (await _cli.RunAsync("verify", "--orphan-age-hours", "-1")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Verify_with_damage_exits_5_and_says_how_to_go_on()
    {
        _server.Report = new JsonObject { ["checked"] = 3, ["ok"] = 1, ["missing"] = 1, ["corrupt"] = 1, ["orphans"] = 4, ["repaired"] = 0, ["unrecoverable"] = 0 };
        var result = await _cli.RunAsync("verify");
        result.ShouldBe(5, "checked  3\nok       1\nmissing  1\ncorrupt  1\norphans  4\n");
        result.Error.ShouldContain("'holdfast jobs items job-1'");
        (await _cli.RunAsync("verify", "--json")).ExitCode.ShouldBe(5);
        _server.Report["repaired"] = 2;
        (await _cli.RunAsync("verify", "--repair")).ExitCode.ShouldBe(0);
        _server.Report["repaired"] = 1;
        _server.Report["unrecoverable"] = 1;
        (await _cli.RunAsync("verify", "--repair")).ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task A_failed_job_is_a_failure()
    {
        _server.Before = (_, _) =>
        {
            foreach (var job in _server.Jobs.Values)
            {
                job["state"] = "failed";
                job["error"] = "the disk is gone";
            }

            return Task.FromResult(false);
        };
        var result = await _cli.RunAsync("verify");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("the disk is gone");
        (await _cli.RunAsync("jobs", "watch", "job-1")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Following_goes_on_by_asking_when_the_stream_breaks()
    {
        _server.Before = async (context, raw) =>
        {
            if (!raw.EndsWith("/events", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: job\ndata: {\"id\":\"job-1\",\"state\":\"runn");
            context.Abort();
            return true;
        };
        (await _cli.RunAsync("verify", "--quiet")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Jobs_are_listed_shown_cancelled_and_retried()
    {
        await _cli.RunAsync("verify", "--detach");
        (await _cli.RunAsync("jobs", "list")).ShouldBe(
            0,
            """
            ID     KIND    STATE      DONE             FAILED  QUEUED AT
            job-1  verify  succeeded  3/3 files, 30 B  0       2026-11-21 11:33

            """);
        (await _cli.RunAsync("jobs", "show", "job-1")).Output.ShouldContain("state          succeeded\n");
        (await _cli.RunAsync("jobs", "watch", "job-1")).ExitCode.ShouldBe(0);
        (await _cli.RunAsync("jobs", "cancel", "job-1")).ShouldBe(0, "The job job-1 had ended already (succeeded).\n");
        (await _cli.RunAsync("jobs", "retry", "job-1")).ShouldBe(0, "Queued again: job-1\n");
        (await _cli.RunAsync("jobs", "items", "job-1", "--kind", "corrupt")).ShouldBe(0, "corrupt  docs/a.txt  local  other bytes\n");
        _server.Requests[^1].ShouldBe("GET /api/admin/jobs/job-1/items?kind=corrupt&limit=1000");
        (await _cli.RunAsync("jobs", "show", "nope")).ExitCode.ShouldBe(3);
        (await _cli.RunAsync("verify", "--detach")).ShouldBe(0, "job-2\n");
    }

    [Fact]
    public async Task Users_are_managed()
    {
        (await _cli.RunAsync("user", "list")).ShouldBe(
            0,
            """
            ID  EMAIL            ORG  ROLE   SUPERUSER
            u1  ann@example.com  1    owner  yes

            """);
        var added = await _cli.RunAsync("user", "add", "bob@example.com", "--role", "editor", "--org", "2");
        added.Output.ShouldMatch("^Added bob@example.com \\(id u1\\)\\.\nPassword: [a-zA-Z0-9]{20}\n$");
        _server.LastBody!["role"]!.GetValue<string>().ShouldBe("editor");
        _server.LastBody["org_id"]!.GetValue<int>().ShouldBe(2);
        _cli.Input = "correct horse\nignored"u8.ToArray();
        (await _cli.RunAsync("user", "password", "ANN@example.com", "--password-stdin")).Output.ShouldStartWith("The password of ann@example.com was set");
        _server.LastBody!["password"]!.GetValue<string>().ShouldBe("correct horse");
        (await _cli.RunAsync("user", "remove", "ann@example.com")).ShouldBe(0, "Removed ann@example.com.\n");
        (await _cli.RunAsync("user", "remove", "nobody@example.com")).ExitCode.ShouldBe(3);
        (await _cli.RunAsync("user", "add", "x@example.com", "--role", "king")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_stands_alone_on_standard_output()
    {
        var made = await _cli.RunAsync("token", "create", "ci", "--scope", "read", "--scope", "write", "--prefix", "builds/", "--expires-in", "30d");
        made.ShouldBe(0, "hf_made\n");
        _server.LastBody!.ToJsonString().ShouldBe("""{"name":"ci","scopes":["read","write"],"key_prefix":"builds/","expires_in":2592000}""");
        (await _cli.RunAsync("token", "list")).ShouldBe(
            0,
            """
            ID  NAME  SCOPES      PREFIX   EXPIRES           LAST USED
            t1  ci    read,write  builds/  2027-01-01 00:00  -

            """);
        (await _cli.RunAsync("token", "revoke", "t1")).ShouldBe(0, "Revoked t1.\n");
        (await _cli.RunAsync("token", "create", "--expires-in", "soon")).ExitCode.ShouldBe(2);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _server.DisposeAsync();
    }
}
