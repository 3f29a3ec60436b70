using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Holdfast.Server.Tests.Auth;

public sealed class PeopleEndpointTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Roles_decide_what_a_session_may_do()
    {
        await using var server = await AuthServer.StartAsync();
        using var viewer = await server.MemberAsync("viewer");
        (await ReadAsync(viewer)).ShouldBe(HttpStatusCode.OK);
        (await WriteAsync(viewer)).ShouldBe(HttpStatusCode.Forbidden);
        (await SuperAsync(viewer)).ShouldBe(HttpStatusCode.Forbidden);
        using var editor = await server.MemberAsync("editor", "editor@example.com");
        (await WriteAsync(editor)).ShouldBe(HttpStatusCode.OK);
        (await SuperAsync(editor)).ShouldBe(HttpStatusCode.Forbidden);
        using var admin = server.Client(await server.LoginAsync());
        (await SuperAsync(admin)).ShouldBe(HttpStatusCode.OK);
        using var anonymous = server.Client();
        (await SuperAsync(anonymous)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Scopes_decide_what_a_token_may_do()
    {
        await using var server = await AuthServer.StartAsync();
        using var admin = server.Client(await server.LoginAsync());
        using var reader = server.Client(await TokenAsync(admin, "read"));
        (await ReadAsync(reader)).ShouldBe(HttpStatusCode.OK);
        (await WriteAsync(reader)).ShouldBe(HttpStatusCode.Forbidden);
        (await SuperAsync(reader)).ShouldBe(HttpStatusCode.Forbidden);
        using var writer = server.Client(await TokenAsync(admin, "write"));
        (await ReadAsync(writer)).ShouldBe(HttpStatusCode.Forbidden);
        (await WriteAsync(writer)).ShouldBe(HttpStatusCode.OK);
        using var all = server.Client(await TokenAsync(admin, "admin"));
        (await SuperAsync(all)).ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(all)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_is_shown_once_listed_without_its_secret_and_revoked_at_once()
    {
        await using var server = await AuthServer.StartAsync();
        using var admin = server.Client(await server.LoginAsync());
        using var made = await admin.PostAsJsonAsync("/api/tokens", new { name = "ci", scopes = new[] { "read", "write" }, expires_in = 3600, key_prefix = "ci/" }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var json = await AuthServer.JsonAsync(made);
        var secret = json.GetProperty("token").GetString()!;
        json.GetProperty("key_prefix").GetString().ShouldBe("ci/");
        json.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["read", "write"]);
        json.GetProperty("expires_at").ValueKind.ShouldBe(JsonValueKind.String);
        using var program = server.Client(secret);
        (await ReadAsync(program)).ShouldBe(HttpStatusCode.OK);
        var listed = await admin.GetStringAsync("/api/tokens", Stop);
        listed.ShouldNotContain(secret);
        JsonDocument.Parse(listed).RootElement.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        var id = json.GetProperty("id").GetString();
        using var revoked = await admin.DeleteAsync("/api/tokens/" + id, Stop);
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ReadAsync(program)).ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await admin.DeleteAsync("/api/tokens/" + id, Stop);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_viewer_makes_no_token_that_writes()
    {
        await using var server = await AuthServer.StartAsync();
        using var viewer = await server.MemberAsync("viewer");
        using var refused = await viewer.PostAsJsonAsync("/api/tokens", new { name = "ci", scopes = new[] { "write" } }, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await AuthServer.JsonAsync(refused)).GetProperty("code").GetString().ShouldBe("forbidden");
        using var unknown = await viewer.PostAsJsonAsync("/api/tokens", new { name = "ci", scopes = new[] { "everything" } }, Stop);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Users_are_made_listed_changed_and_removed_by_superusers_only()
    {
        await using var server = await AuthServer.StartAsync();
        using var admin = server.Client(await server.LoginAsync());
        using var made = await admin.PostAsJsonAsync("/api/users", new { email = "a@example.com", password = "a long password", org_id = 1, role = "editor" }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await AuthServer.JsonAsync(made)).GetProperty("id").GetString();
        made.Headers.Location!.ToString().ShouldBe("/api/users/" + id);
        (await made.Content.ReadAsStringAsync(Stop)).ShouldNotContain("password");
        using var twice = await admin.PostAsJsonAsync("/api/users", new { email = "A@example.com", password = "a long password", org_id = 1, role = "editor" }, Stop);
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var nowhere = await admin.PostAsJsonAsync("/api/users", new { email = "b@example.com", password = "a long password", org_id = 99, role = "editor" }, Stop);
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var changed = await admin.PatchAsJsonAsync("/api/users/" + id, new { name = "Ann", role = "owner" }, Stop);
        var user = await AuthServer.JsonAsync(changed);
        user.GetProperty("name").GetString().ShouldBe("Ann");
        user.GetProperty("role").GetString().ShouldBe("owner");
        (await AuthServer.JsonAsync(await admin.GetAsync("/api/users?limit=1", Stop))).GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.String);
        using var owner = server.Client(await server.LoginAsync("a@example.com", "a long password"));
        using var hidden = await owner.GetAsync("/api/users", Stop);
        hidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var removed = await admin.DeleteAsync("/api/users/" + id, Stop);
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ReadAsync(owner)).ShouldBe(HttpStatusCode.Unauthorized);
        using var gone = await admin.GetAsync("/api/users/" + id, Stop);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Orgs_are_made_by_superusers_and_members_see_their_own()
    {
        await using var server = await AuthServer.StartAsync();
        using var admin = server.Client(await server.LoginAsync());
        using var made = await admin.PostAsJsonAsync("/api/orgs", new { name = "Research" }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await AuthServer.JsonAsync(made)).GetProperty("id").GetInt64();
        using var member = await server.MemberAsync("owner", orgId: id);
        var seen = (await AuthServer.JsonAsync(await member.GetAsync("/api/orgs", Stop))).GetProperty("orgs");
        seen.EnumerateArray().Select(o => o.GetProperty("id").GetInt64()).ShouldBe([id]);
        (await AuthServer.JsonAsync(await admin.GetAsync("/api/orgs", Stop))).GetProperty("orgs").GetArrayLength().ShouldBe(2);
        using var refused = await member.PostAsJsonAsync("/api/orgs", new { name = "Mine" }, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_orgs_token_does_not_exist()
    {
        await using var server = await AuthServer.StartAsync();
        using var admin = server.Client(await server.LoginAsync());
        using var org = await admin.PostAsJsonAsync("/api/orgs", new { name = "Other" }, Stop);
        using var foreign = await server.MemberAsync("owner", "f@example.com", (await AuthServer.JsonAsync(org)).GetProperty("id").GetInt64());
        using var made = await foreign.PostAsJsonAsync("/api/tokens", new { name = "t" }, Stop);
        var id = (await AuthServer.JsonAsync(made)).GetProperty("id").GetString();
        using var member = await server.MemberAsync("owner");
        using var refused = await member.DeleteAsync("/api/tokens/" + id, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_local_token_administers_without_an_account()
    {
        await using var server = await AuthServer.StartAsync();
        using var local = server.Client(server.LocalToken);
        (await SuperAsync(local)).ShouldBe(HttpStatusCode.OK);
        var me = await AuthServer.JsonAsync(await local.GetAsync("/api/auth/me", Stop));
        me.GetProperty("id").GetString().ShouldBe("local");
        using var made = await local.PostAsJsonAsync("/api/tokens", new { name = "cli", scopes = new[] { "admin" } }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var cookie = server.Client();
        cookie.DefaultRequestHeaders.Add("Cookie", "holdfast_session=" + server.LocalToken);
        (await SuperAsync(cookie)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> TokenAsync(HttpClient client, params string[] scopes)
    {
        using var made = await client.PostAsJsonAsync("/api/tokens", new { name = "t", scopes }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await AuthServer.JsonAsync(made)).GetProperty("token").GetString()!;
    }

    private static async Task<HttpStatusCode> ReadAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/t/read", Stop);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> WriteAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/t/write", null, Stop);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SuperAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/t/super", Stop);
        return answer.StatusCode;
    }
}
