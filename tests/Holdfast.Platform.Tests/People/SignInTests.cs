using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.SigningIn;

namespace Holdfast.Platform.Tests.People;

public sealed class SignInTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_survives_a_restart_and_ends_in_time()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        var session = (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
        await using var restarted = await host.AnotherAsync();
        (await restarted.Callers.FindAsync(session.AccessToken, Stop)).ShouldNotBeNull();
        host.Time.Pass(TimeSpan.FromHours(12));
        (await restarted.Callers.FindAsync(session.AccessToken, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_account_costs_the_same_work_as_a_wrong_password()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        await host.SignIn.WithPasswordAsync("warm@example.com", "up", "c", null, Stop);
        var unknown = await WorkAsync(host, () => host.SignIn.WithPasswordAsync("nobody@example.com", "wrong", "c", null, Stop));
        var wrong = await WorkAsync(host, () => host.SignIn.WithPasswordAsync("admin@localhost", "wrong", "c", null, Stop));
        unknown.ShouldBe(wrong);
        wrong.ShouldBe((1, 0, 1, 1));
    }

    [Fact]
    public async Task A_locked_account_costs_the_same_work_and_refuses_the_right_password()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { LockoutAttempts = 3 });
        await host.AdminAsync();
        await FailAsync(host, 3);
        // Another server has not counted these attempts itself: only the catalog tells it.
        await using var other = await host.AnotherAsync(o => o with { LockoutAttempts = 3 });
        await other.SignIn.WithPasswordAsync("warm@example.com", "up", "c", null, Stop);
        var locked = await WorkAsync(other, () => TryAsync(other, PeopleHost.AdminPassword));
        locked.ShouldBe((1, 0, 1, 1));
        host.Time.Pass(TimeSpan.FromMinutes(15));
        (await TryAsync(other, PeopleHost.AdminPassword)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Failures_that_lie_far_apart_do_not_lock()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { LockoutAttempts = 3 });
        await host.AdminAsync();
        await FailAsync(host, 2);
        host.Time.Pass(TimeSpan.FromMinutes(15));
        await FailAsync(host, 2);
        (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_success_forgets_the_failures_before_it()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { LockoutAttempts = 3 });
        await host.AdminAsync();
        for (var i = 0; i < 4; i++)
        {
            await FailAsync(host, 2);
            (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("admin@localhost")]
    [InlineData("nobody@example.com")]
    public async Task Attempts_are_limited_whether_or_not_the_account_exists(string email)
    {
        await using var host = await PeopleHost.StartAsync(o => o with { LockoutAttempts = 3 });
        await host.AdminAsync();
        for (var i = 0; i < 3; i++)
        {
            (await host.SignIn.WithPasswordAsync(email, "wrong", "c", null, Stop)).ShouldBeNull();
        }

        var work = host.Hasher.Checked;
        var error = await Should.ThrowAsync<TooManyAttemptsException>(() => host.SignIn.WithPasswordAsync(email, "wrong", "another client", null, Stop));
        error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(15));
        host.Hasher.Checked.ShouldBe(work);
    }

    [Fact]
    public async Task Attempts_of_one_client_are_limited_over_all_accounts()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { AttemptsPerClient = 5 });
        await host.AdminAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.SignIn.WithPasswordAsync($"user{i}@example.com", "wrong", "c", null, Stop);
        }

        await Should.ThrowAsync<TooManyAttemptsException>(() => host.SignIn.WithPasswordAsync("user9@example.com", "wrong", "c", null, Stop));
        (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Many_guesses_at_the_same_time_do_not_slip_past_the_limit()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { LockoutAttempts = 3 });
        await host.AdminAsync();
        var before = host.Hasher.Checked;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            try
            {
                await TryAsync(host, "wrong");
            }
            catch (TooManyAttemptsException)
            {
                // Most of them.
            }
        }));
        (host.Hasher.Checked - before).ShouldBe(3);
    }

    [Fact]
    public async Task A_changed_password_ends_all_sessions_and_keeps_tokens_of_programs()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var other = (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
        var token = await host.Tokens.CreateAsync(admin, new() { Name = "ci", Scopes = Holdfast.Platform.People.Tokens.TokenScopes.Read }, Stop);
        var renewed = (await host.SignIn.ChangePasswordAsync(admin, PeopleHost.AdminPassword, "a new password", "c", Stop)).ShouldNotBeNull();
        (await host.Callers.FindAsync(other.AccessToken, Stop)).ShouldBeNull();
        (await host.Callers.FindAsync(renewed.AccessToken, Stop)).ShouldNotBeNull();
        (await host.Callers.FindAsync(token.Secret, Stop)).ShouldNotBeNull();
        (await TryAsync(host, PeopleHost.AdminPassword)).ShouldBeNull();
        (await TryAsync(host, "a new password")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        (await host.SignIn.ChangePasswordAsync(admin, "wrong", "a new password", "c", Stop)).ShouldBeNull();
        (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
        var error = await Should.ThrowAsync<StorageException>(() => host.SignIn.ChangePasswordAsync(admin, PeopleHost.AdminPassword, "short", "c", Stop));
        error.Kind.ShouldBe(StorageErrorKind.InvalidArgument);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once_and_no_other()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var other = (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
        var otherCaller = (await host.Callers.FindAsync(other.AccessToken, Stop)).ShouldNotBeNull();
        await host.SignIn.OutAsync(otherCaller, Stop);
        (await host.Callers.FindAsync(other.AccessToken, Stop)).ShouldBeNull();
        (await host.Tokens.ListAsync(admin, 10, null, Stop)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_administrator_unlocks_an_account()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { LockoutAttempts = 2 });
        var admin = await host.AdminAsync();
        await FailAsync(host, 2);
        (await host.Users.FindAsync(admin.UserId, Stop)).ShouldNotBeNull().LockedUntil.ShouldNotBeNull();
        await host.Users.ChangeAsync(admin.UserId, new UserChange { Unlock = true }, Stop);
        (await TryAsync(host, PeopleHost.AdminPassword)).ShouldNotBeNull();
    }

    private static Task<SignedIn?> TryAsync(PeopleHost host, string password) => host.SignIn.WithPasswordAsync("Admin@LocalHost ", password, "client", null, Stop);

    private static async Task FailAsync(PeopleHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await TryAsync(host, "wrong")).ShouldBeNull();
        }
    }

    private static async Task<(int Checked, int Made, int Reads, int Writes)> WorkAsync(PeopleHost host, Func<Task<SignedIn?>> attempt)
    {
        var before = (host.Hasher.Checked, host.Hasher.Made, host.Catalog.Reads, host.Catalog.Writes);
        (await attempt()).ShouldBeNull();
        return (host.Hasher.Checked - before.Checked, host.Hasher.Made - before.Made, host.Catalog.Reads - before.Reads, host.Catalog.Writes - before.Writes);
    }
}
