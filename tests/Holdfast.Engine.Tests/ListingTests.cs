using Holdfast.Engine.Objects;
using Holdfast.Engine.Tests.Support;
using Holdfast.Errors;

namespace Holdfast.Engine.Tests;

public sealed class ListingTests
{
    [Fact]
    public async Task Pages_of_any_size_give_the_same_order_and_roll_up_prefixes()
    {
        await using var rig = await Rig.StartAsync();
        string[] keys = ["a", "b/1", "b/2", "b-", "c/d/e", "c/f", "t-/x", "t/x", "z\U0001F600", "z\uFF5E"];
        foreach (var key in keys)
        {
            await rig.PutAsync(key, key);
        }

        string[] expected = ["a", "b-", "b/", "c/", "t-/", "t/", "z\uFF5E", "z\U0001F600"];
        foreach (var limit in Enumerable.Range(1, 10))
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var page = await rig.Engine.ListAsync(new ListQuery { Delimiter = "/", Limit = limit, Cursor = cursor }, Rig.Token);
                (page.Objects.Count + page.Prefixes.Count).ShouldBeLessThanOrEqualTo(limit);
                seen.AddRange(page.Objects.Select(o => o.Key.Value).Concat(page.Prefixes).Order(Holdfast.Keys.KeyOrder.Utf8));
                cursor = page.NextCursor;
            }
            while (cursor is not null);
            seen.ShouldBe(expected);
        }

        (await rig.Engine.ListAsync(new ListQuery { Prefix = "c/", Delimiter = "/" }, Rig.Token)).Prefixes.ShouldBe(["c/d/"]);
        (await rig.Engine.ListAsync(new ListQuery { Prefix = "b" }, Rig.Token)).Objects.Select(o => o.Key.Value).ShouldBe(["b-", "b/1", "b/2"]);
    }

    [Fact]
    public async Task Members_of_an_org_see_only_its_keys()
    {
        await using var rig = await Rig.StartAsync();
        await rig.PutAsync("org_2/x", "1");
        await rig.PutAsync("org_1/y", "1");
        await rig.PutAsync("plain", "1");
        (await rig.Engine.ListAsync(new ListQuery { OrgId = 2 }, Rig.Token)).Objects.Select(o => o.Key.Value).ShouldBe(["org_2/x"]);
        (await rig.Engine.ListAsync(new ListQuery { OrgId = 1 }, Rig.Token)).Objects.Select(o => o.Key.Value).ShouldBe(["org_1/y", "plain"]);
    }

    [Fact]
    public async Task A_text_that_is_no_cursor_is_refused()
    {
        await using var rig = await Rig.StartAsync();
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.ListAsync(new ListQuery { Cursor = "!!" }, Rig.Token))).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
        (await Should.ThrowAsync<StorageException>(() => rig.Engine.ListAsync(new ListQuery { Limit = 0 }, Rig.Token))).Kind.ShouldBe(StorageErrorKind.InvalidArgument);
    }
}
