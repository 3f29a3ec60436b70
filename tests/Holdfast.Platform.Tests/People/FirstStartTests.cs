using Holdfast.Platform.People;

namespace Holdfast.Platform.Tests.People;

public sealed class FirstStartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_makes_a_superuser_with_a_made_up_password_that_works()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { AdminPassword = null });
        var first = (await host.FirstStart.EnsureAsync(Stop)).ShouldNotBeNull();
        first.Email.ShouldBe("admin@localhost");
        first.Password.ShouldNotBeNull().Length.ShouldBeGreaterThanOrEqualTo(20);
        var caller = await host.CallerAsync("admin@localhost", first.Password);
        caller.Superuser.ShouldBeTrue();
        caller.OrgId.ShouldBe(1);
        (await host.Orgs.ListAsync(null, 10, null, Stop)).Items.Select(o => o.Id).ShouldBe([1L]);
    }

    [Fact]
    public async Task The_settings_name_the_first_superuser_and_the_password_is_not_told_again()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { AdminEmail = "Ops@Example.com", AdminPassword = "short" });
        var first = (await host.FirstStart.EnsureAsync(Stop)).ShouldNotBeNull();
        first.Password.ShouldBeNull();
        (await host.CallerAsync("ops@example.com", "short")).Email.ShouldBe("Ops@Example.com");
    }

    [Fact]
    public async Task A_second_start_makes_nobody()
    {
        await using var host = await PeopleHost.StartAsync();
        (await host.FirstStart.EnsureAsync(Stop)).ShouldNotBeNull();
        await using var again = await host.AnotherAsync();
        (await again.FirstStart.EnsureAsync(Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Servers_that_start_at_the_same_time_make_one_superuser()
    {
        await using var one = await PeopleHost.StartAsync();
        await using var two = await one.AnotherAsync();
        var starts = Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).FirstStart.EnsureAsync(Stop)).ToArray();
        var results = await Task.WhenAll(starts);
        results.Count(r => r is not null).ShouldBe(1);
        (await one.Users.ListAsync(null, 10, null, Stop)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_sign_in_link_works_once()
    {
        await using var host = await PeopleHost.StartAsync();
        var code = CodeOf(await host.FirstStart.EnsureAsync(Stop));
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.SignIn.WithCodeAsync(code, Stop)));
        tries.Count(t => t is not null).ShouldBe(1);
        (await host.SignIn.WithCodeAsync(code, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task The_sign_in_link_ends_after_a_day()
    {
        await using var host = await PeopleHost.StartAsync();
        var code = CodeOf(await host.FirstStart.EnsureAsync(Stop));
        host.Time.Pass(TimeSpan.FromHours(24));
        (await host.SignIn.WithCodeAsync(code, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_secret_is_not_printed_with_its_record()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { AdminPassword = null });
        var first = (await host.FirstStart.EnsureAsync(Stop)).ShouldNotBeNull();
        first.ToString().ShouldNotContain(first.Password!);
        first.ToString().ShouldNotContain(CodeOf(first));
        new PeopleOptions { AdminPassword = "hunter2hunter2" }.ToString().ShouldNotContain("hunter2");
    }

    private static string CodeOf(FirstStartResult? first) => first.ShouldNotBeNull().SignInPath.Split('=')[1];
}
