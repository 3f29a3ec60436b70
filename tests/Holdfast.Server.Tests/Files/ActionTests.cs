using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests.Files;

public sealed class ActionTests(SharedServer shared)
{
    [Fact]
    public async Task A_list_pages_through_all_in_utf8_order_with_prefixes()
    {
        using var client = shared.Server.Client();
        var root = Guid.NewGuid().ToString("N") + "/";
        string[] names = ["a", "b/1", "b/2", "c d", "z", "\uffee", "\U0001F600"];
        foreach (var name in names)
        {
            await client.PutAsync(root + Uri.EscapeDataString(name), name);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ListAsync(client, $"prefix={root}&limit=2&cursor={Uri.EscapeDataString(cursor ?? "")}");
            page["objects"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page["objects"]!.AsArray().Select(o => o!["key"]!.GetValue<string>()[root.Length..]));
            cursor = page["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        seen.ShouldBe(names);

        var rolled = await ListAsync(client, $"prefix={root}&delimiter=/");
        rolled["prefixes"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe([root + "b/"]);
        rolled["objects"]!.AsArray().Count.ShouldBe(5);
        rolled["next_cursor"].ShouldBeNull();
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=many")]
    [InlineData("cursor=nonsense!")]
    public async Task A_list_refuses_what_it_cannot_mean(string query)
    {
        using var client = shared.Server.Client();
        using var answer = await client.GetAsync("/api/files?" + query);
        await answer.ShouldBeProblemAsync(400, "invalid_argument");
    }

    [Fact]
    public async Task Delete_tells_what_became_of_each_key()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        await client.PutAsync(key, "x");
        using var answer = await client.PostAsJsonAsync("/api/files/delete", new { keys = new[] { key, "t/not there", "a/../b" } });
        answer.ShouldBe(HttpStatusCode.OK);
        var results = (await answer.JsonAsync())["results"]!.AsArray();
        results.Select(r => r!["status"]!.GetValue<string>()).ShouldBe(["deleted", "not_found", "failed"]);
        results[2]!["error"]!["code"]!.GetValue<string>().ShouldBe("invalid_key");
        using var tooMany = await client.PostAsJsonAsync("/api/files/delete", new { keys = Enumerable.Range(0, 1001).Select(i => "t/" + i) });
        await tooMany.ShouldBeProblemAsync(400, "invalid_argument");
    }

    [Fact]
    public async Task A_thousand_keys_of_the_longest_kind_fit_into_one_delete()
    {
        using var client = shared.Server.Client();
        var body = new JsonObject { ["keys"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => JsonValue.Create(new string('ä', 508) + i.ToString("D4", System.Globalization.CultureInfo.InvariantCulture)))]) };
        using var answer = await client.PostAsync("/api/files/delete", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        answer.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync())["results"]!.AsArray().ShouldAllBe(r => r!["status"]!.GetValue<string>() == "not_found");
    }

    [Fact]
    public async Task Copy_and_move_answer_as_the_table_says()
    {
        using var client = shared.Server.Client();
        var from = Answers.NewKey();
        var to = Answers.NewKey();
        await client.PutAsync(from, "bytes", "text/x-mine");
        using var created = await client.PostAsJsonAsync("/api/files/copy", new { from, to });
        created.ShouldBe(HttpStatusCode.Created);
        (await created.JsonAsync())["content_type"]!.GetValue<string>().ShouldBe("text/x-mine");
        using var taken = await client.PostAsJsonAsync("/api/files/copy", new { from, to });
        await taken.ShouldBeProblemAsync(409, "conflict");
        using var replaced = await client.PostAsJsonAsync("/api/files/move", new { from, to, overwrite = true });
        replaced.ShouldBe(HttpStatusCode.OK);
        using var gone = await client.PostAsJsonAsync("/api/files/move", new { from, to, overwrite = true });
        await gone.ShouldBeProblemAsync(404, "object_not_found");
        (await client.GetStringAsync("/api/files/" + to)).ShouldBe("bytes");
        using var incomplete = await client.PostAsJsonAsync("/api/files/copy", new { from });
        await incomplete.ShouldBeProblemAsync(400, "invalid_argument");
        using var broken = await client.PostAsync("/api/files/copy", new StringContent("{\"from\":", Encoding.UTF8, "application/json"));
        await broken.ShouldBeProblemAsync(400, "invalid_argument");
        using var nothing = await client.PostAsync("/api/files/copy", null);
        await nothing.ShouldBeProblemAsync(400, "invalid_argument");
    }

    [Fact]
    public async Task An_object_is_found_by_its_id_and_explained()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        var stored = await client.PutAsync(key, "x");
        using var byId = await client.GetAsync("/api/objects/" + stored["id"]);
        (await byId.JsonAsync())["key"]!.GetValue<string>().ShouldBe(key);
        using var unknown = await client.GetAsync("/api/objects/nope");
        await unknown.ShouldBeProblemAsync(404, "object_not_found");
        using var explained = await client.GetAsync($"/api/files/{key}?explain=1");
        var json = await explained.JsonAsync();
        json["wanted"]![0]!["backend"]!.GetValue<string>().ShouldBe("local");
        json["actual"]![0]!["state"]!.GetValue<string>().ShouldBe("present");
        json["journal"]!.AsArray().ShouldContain(j => j!["event"]!.GetValue<string>() == "created");
    }

    [Fact]
    public async Task The_json_of_an_object_has_exactly_the_agreed_members()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        var json = (await client.PutAsync(key, "hello", "text/plain")).AsObject();
        json.Select(p => p.Key).ShouldBe([
            "id", "key", "size", "sha256", "etag", "content_type", "metadata", "storage_class", "strategy", "backend", "bucket", "fallback",
            "replicas", "url", "created_at", "updated_at", "expires_at", "version"]);
        json["size"]!.GetValue<long>().ShouldBe(5);
        json["sha256"]!.GetValue<string>().ShouldBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        json["metadata"]!.AsObject().Count.ShouldBe(0);
        json["storage_class"].ShouldBeNull();
        json["strategy"]!.GetValue<string>().ShouldBe("local_primary");
        json["backend"]!.GetValue<string>().ShouldBe("local");
        json["fallback"]!.GetValue<bool>().ShouldBeFalse();
        json["replicas"]![0]!.AsObject().Select(p => p.Key).ShouldBe(["backend", "state", "checked_at"]);
        json["expires_at"].ShouldBeNull();
        json["created_at"]!.GetValue<string>().ShouldMatch("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$");
        using var info = await client.GetAsync($"/api/files/{key}?info=1");
        (await info.Content.ReadAsStringAsync()).ShouldBe((await (await client.GetAsync("/api/objects/" + json["id"])).Content.ReadAsStringAsync()));
    }

    private static async Task<JsonNode> ListAsync(HttpClient client, string query)
    {
        using var answer = await client.GetAsync("/api/files?" + query);
        answer.ShouldBe(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }
}
