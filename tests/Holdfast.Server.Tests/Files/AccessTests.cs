using System.Net;
using System.Net.Http.Json;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Files;

public sealed class AccessTests(SharedServer shared)
{
    [Fact]
    public async Task A_member_of_another_org_has_keys_of_its_own_and_sees_their_short_form()
    {
        using var other = shared.Server.Client(TestCaller.Other);
        using var first = shared.Server.Client(TestCaller.Member);
        var name = Answers.NewKey();
        var mine = await other.PutAsync(name, "theirs");
        mine["key"]!.GetValue<string>().ShouldBe(name);
        using (var hidden = await first.GetAsync("/api/files/" + name))
        {
            await hidden.ShouldBeProblemAsync(404, "object_not_found");
        }

        await first.PutAsync(name, "ours");
        (await other.GetStringAsync("/api/files/" + name)).ShouldBe("theirs");
        (await other.GetStringAsync("/api/files/org_2/" + name)).ShouldBe("theirs");
        using var list = await other.GetAsync("/api/files?prefix=" + name);
        (await list.JsonAsync())["objects"]!.AsArray().Select(o => o!["key"]!.GetValue<string>()).ShouldBe([name]);
        using var all = await first.GetAsync("/api/files?prefix=org_2/");
        (await all.JsonAsync())["objects"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Keys_and_ids_of_another_org_do_not_exist()
    {
        using var other = shared.Server.Client(TestCaller.Other);
        using var first = shared.Server.Client(TestCaller.Member);
        var name = Answers.NewKey();
        var stored = await other.PutAsync(name, "theirs");
        var key = "org_2/" + name;
        var mine = Answers.NewKey();
        await first.PutAsync(mine, "ours");
        foreach (var answer in new[]
        {
            await first.GetAsync("/api/files/" + key),
            await first.GetAsync($"/api/files/{key}?info=1"),
            await first.GetAsync($"/api/files/{key}?explain=1"),
            await first.DeleteAsync("/api/files/" + key),
            await first.PutAsync("/api/files/" + key, new ByteArrayContent([1])),
            await first.GetAsync("/api/objects/" + stored["id"]),
            await first.PostAsJsonAsync("/api/files/copy", new { from = key, to = mine, overwrite = true }),
            await first.PostAsJsonAsync("/api/files/move", new { from = mine, to = key }),
        })
        {
            await answer.ShouldBeProblemAsync(404, "object_not_found");
        }

        using var deleted = await first.PostAsJsonAsync("/api/files/delete", new { keys = new[] { key } });
        (await deleted.JsonAsync())["results"]![0]!["status"]!.GetValue<string>().ShouldBe("not_found");
        (await other.GetStringAsync("/api/files/" + name)).ShouldBe("theirs");
    }

    [Fact]
    public async Task A_token_with_a_prefix_reaches_nothing_beyond_it()
    {
        var folder = Guid.NewGuid().ToString("N") + "/";
        using var admin = shared.Server.Client(TestCaller.Member);
        await admin.PutAsync("outside-" + folder + "x", "x");
        using var limited = shared.Server.Client(TestCaller.Member + ";key_prefix=" + folder);
        await limited.PutAsync(folder + "in", "x");
        foreach (var answer in new[]
        {
            await limited.GetAsync("/api/files/outside-" + folder + "x"),
            await limited.PutAsync("/api/files/elsewhere", new ByteArrayContent([1])),
            await limited.DeleteAsync("/api/files/outside-" + folder + "x"),
            await limited.GetAsync("/api/files?prefix=outside-"),
        })
        {
            await answer.ShouldBeProblemAsync(403, "forbidden");
        }

        using var list = await limited.GetAsync("/api/files");
        (await list.JsonAsync())["objects"]!.AsArray().Select(o => o!["key"]!.GetValue<string>()).ShouldBe([folder + "in"]);
    }

    [Theory]
    [InlineData("GET", "/api/files/x")]
    [InlineData("PUT", "/api/files/x")]
    [InlineData("DELETE", "/api/files/x")]
    [InlineData("GET", "/api/files")]
    [InlineData("POST", "/api/files")]
    [InlineData("POST", "/api/files/delete")]
    [InlineData("GET", "/uploads/x")]
    [InlineData("GET", "/api/objects/x")]
    [InlineData("GET", "/storage/status")]
    [InlineData("GET", "/api/bucket/stats")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/observability/performance")]
    [InlineData("GET", "/api/admin/jobs")]
    [InlineData("POST", "/api/admin/storage/verify")]
    [InlineData("GET", "/admin/storage-service/info")]
    public async Task Without_sign_in_it_is_401(string method, string path)
    {
        using var client = shared.Server.Client(caller: null);
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await answer.ShouldBeProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Without_the_role_it_is_403()
    {
        using var viewer = shared.Server.Client(TestCaller.Viewer);
        using var put = await viewer.PutAsync("/api/files/" + Answers.NewKey(), new ByteArrayContent([1]));
        await put.ShouldBeProblemAsync(403, "forbidden");
        using var member = shared.Server.Client(TestCaller.Member);
        using var jobs = await member.GetAsync("/api/admin/jobs");
        await jobs.ShouldBeProblemAsync(403, "forbidden");
    }
}
