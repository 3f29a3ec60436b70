using System.Net;
using Holdfast.Server.Tests.Support;

namespace Holdfast.Server.Tests;

public sealed class SmokeTests(SharedServer shared)
{
    [Fact]
    public async Task What_was_put_comes_back()
    {
        using var client = shared.Server.Client();
        var key = Answers.NewKey();
        var stored = await client.PutAsync(key, "hello");
        stored["key"]!.GetValue<string>().ShouldBe(key);
        (await client.GetStringAsync("/api/files/" + key)).ShouldBe("hello");
    }
}
