using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Holdfast.Platform.Tests.People;

public sealed class UserTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_in_another_case_is_the_same_account()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        await host.MemberAsync("A@example.com", OrgRole.Viewer);
        (await FailsAsync(() => host.MemberAsync(" a@EXAMPLE.com", OrgRole.Viewer))).ShouldBe(StorageErrorKind.Conflict);
        (await host.Users.ListAsync(null, 10, null, Stop)).Items.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("nobody", "long enough")]
    [InlineData("@example.com", "long enough")]
    [InlineData("a b@example.com", "long enough")]
    [InlineData("a@example.com", "short")]
    public async Task A_bad_address_or_password_is_refused(string email, string password)
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        (await FailsAsync(() => host.Users.CreateAsync(new NewUser { Email = email, Password = password, OrgId = 1, Role = OrgRole.Viewer }, Stop))).ShouldBe(StorageErrorKind.InvalidArgument);
    }

    [Fact]
    public async Task An_unknown_org_leaves_no_account_behind()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        (await FailsAsync(() => host.MemberAsync("a@example.com", OrgRole.Viewer, 77))).ShouldBe(StorageErrorKind.NotFound);
        (await host.Users.ListAsync(null, 10, null, Stop)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_last_superuser_stays()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        (await FailsAsync(() => host.Users.DeleteAsync(admin.UserId, Stop))).ShouldBe(StorageErrorKind.Conflict);
        (await FailsAsync(() => host.Users.ChangeAsync(admin.UserId, new UserChange { Superuser = false }, Stop))).ShouldBe(StorageErrorKind.Conflict);
        var second = await host.MemberAsync("b@example.com", OrgRole.Viewer);
        await host.Users.ChangeAsync(second.UserId, new UserChange { Superuser = true }, Stop);
        (await host.Users.DeleteAsync(admin.UserId, Stop)).ShouldBeTrue();
        (await host.Users.FindAsync(admin.UserId, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_removed_user_is_out_at_once()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        var user = await host.MemberAsync("a@example.com", OrgRole.Editor);
        var made = await host.Tokens.CreateAsync(user, new() { Name = "t", Scopes = Holdfast.Platform.People.Tokens.TokenScopes.Read }, Stop);
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull();
        await host.Users.DeleteAsync(user.UserId, Stop);
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldBeNull();
        (await host.SignIn.WithPasswordAsync("a@example.com", "password of a@example.com", "c", null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_change_changes_nothing()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        var user = await host.MemberAsync("a@example.com", OrgRole.Viewer);
        (await FailsAsync(() => host.Users.ChangeAsync(user.UserId, new UserChange { Name = "Changed", Password = "a new password", OrgId = 77, Role = OrgRole.Owner }, Stop))).ShouldBe(StorageErrorKind.NotFound);
        (await host.Users.FindAsync(user.UserId, Stop)).ShouldNotBeNull().Name.ShouldBeNull();
        (await host.CallerAsync("a@example.com", "password of a@example.com")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Orgs_get_numbers_in_a_row_also_when_made_at_the_same_time()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        await using var other = await host.AnotherAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? host : other).Orgs.CreateAsync($"Org {i}", Stop)));
        made.Select(o => o.Id).Order().ShouldBe(Enumerable.Range(2, 10).Select(i => (long)i));
        (await FailsAsync(() => host.Orgs.CreateAsync("org 3", Stop))).ShouldBe(StorageErrorKind.Conflict);
    }

    [Fact]
    public async Task Keys_of_data_protection_are_kept_in_the_catalog()
    {
        await using var host = await PeopleHost.StartAsync();
        host.Get<IOptions<KeyManagementOptions>>().Value.XmlRepository!.StoreElement(new System.Xml.Linq.XElement("key", "v"), "one");
        await using var other = await host.AnotherAsync();
        other.Get<IOptions<KeyManagementOptions>>().Value.XmlRepository!.GetAllElements().Single().Value.ShouldBe("v");
    }

    private static async Task<StorageErrorKind> FailsAsync(Func<Task> work) => (await Should.ThrowAsync<StorageException>(work)).Kind;
}
