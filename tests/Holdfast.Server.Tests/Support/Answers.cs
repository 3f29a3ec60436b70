using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Support;

internal static class Answers
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>Checks that an answer is a problem of that status and code, and gives it.</summary>
    public static async Task<JsonNode> ShouldBeProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonNode.Parse(text)!;
        problem["code"]!.GetValue<string>().ShouldBe(code, text);
        problem["status"]!.GetValue<int>().ShouldBe(status);
        problem["trace_id"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
        return problem;
    }

    public static async Task<JsonNode> PutAsync(this HttpClient client, string key, byte[] content, string? type = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/" + key) { Content = new ByteArrayContent(content) };
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBeInRange(200, 201, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    public static Task<JsonNode> PutAsync(this HttpClient client, string key, string content, string? type = null) =>
        client.PutAsync(key, System.Text.Encoding.UTF8.GetBytes(content), type);

    /// <summary>A key that no other test uses.</summary>
    public static string NewKey(string name = "file.txt") => $"t/{Guid.NewGuid():N}/{name}";

    public static void ShouldBe(this HttpResponseMessage answer, HttpStatusCode status) => answer.StatusCode.ShouldBe(status);
}
