using System.Text;
using Dapper;
using Holdfast.Errors;
using Holdfast.Platform.People;
using Holdfast.Platform.People.Accounts;
using Holdfast.Platform.People.Tokens;

namespace Holdfast.Platform.Tests.People;

public sealed class AccessTokenTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_known_by_another_server_and_is_not_in_the_catalogs_files()
    {
        await using var host = await PeopleHost.StartAsync();
        var made = await MakeAsync(host, await host.AdminAsync(), TokenScopes.Read);
        made.Secret.ShouldStartWith("hf_");
        made.ToString().ShouldNotContain(made.Secret);
        await using var other = await host.AnotherAsync();
        (await other.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull().TokenId.ShouldBe(made.Token.Id);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(host.File)!))
        {
            Encoding.Latin1.GetString(await ReadSharedAsync(file)).ShouldNotContain(made.Secret[3..]);
        }
    }

    [Fact]
    public async Task A_busy_token_is_looked_up_once()
    {
        await using var host = await PeopleHost.StartAsync();
        var made = await MakeAsync(host, await host.AdminAsync(), TokenScopes.Read);
        var before = host.Catalog.Reads;
        var callers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await host.Callers.FindAsync(made.Secret, Stop))));
        callers.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(1);
        (host.Catalog.Reads - before).ShouldBe(1);
        host.Time.Pass(TimeSpan.FromSeconds(3));
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldBeSameAs(callers[0]);
        (host.Catalog.Reads - before).ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_remembered_costs_no_memory()
    {
        await using var host = await PeopleHost.StartAsync();
        var made = await MakeAsync(host, await host.AdminAsync(), TokenScopes.Read);
        await host.Callers.FindAsync(made.Secret, Stop);
        (await AllocatedAsync(host.Callers, made.Secret, 1000)).ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task Revoking_counts_at_once_here_and_after_seconds_elsewhere()
    {
        await using var host = await PeopleHost.StartAsync();
        await using var other = await host.AnotherAsync();
        var admin = await host.AdminAsync();
        var made = await MakeAsync(host, admin, TokenScopes.Read);
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull();
        (await other.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull();
        (await host.Tokens.RevokeAsync(admin, made.Token.Id, Stop)).ShouldBeTrue();
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldBeNull();
        host.Time.Pass(TimeSpan.FromSeconds(3));
        (await other.Callers.FindAsync(made.Secret, Stop)).ShouldBeNull();
        (await host.Tokens.RevokeAsync(admin, made.Token.Id, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_ends_at_its_time_even_while_it_is_remembered()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var made = await host.Tokens.CreateAsync(admin, new() { Name = "t", Scopes = TokenScopes.Read, ExpiresAt = host.Time.GetUtcNow().AddSeconds(1) }, Stop);
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull();
        host.Time.Pass(TimeSpan.FromSeconds(1));
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldBeNull();
        var past = await Should.ThrowAsync<StorageException>(() => host.Tokens.CreateAsync(admin, new() { Name = "t", Scopes = TokenScopes.Read, ExpiresAt = host.Time.GetUtcNow() }, Stop));
        past.Kind.ShouldBe(StorageErrorKind.InvalidArgument);
    }

    [Fact]
    public async Task A_token_is_good_for_no_more_than_the_role_is_now()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        var editor = await host.MemberAsync("e@example.com", OrgRole.Editor);
        var made = await MakeAsync(host, editor, TokenScopes.Read | TokenScopes.Write);
        (await host.Callers.FindAsync(made.Secret, Stop))!.Scopes.ShouldBe(TokenScopes.Read | TokenScopes.Write);
        await host.Users.ChangeAsync(editor.UserId, new UserChange { Role = OrgRole.Viewer }, Stop);
        (await host.Callers.FindAsync(made.Secret, Stop))!.Scopes.ShouldBe(TokenScopes.Read);
    }

    [Fact]
    public async Task A_lesser_token_of_a_superuser_is_no_superuser()
    {
        await using var host = await PeopleHost.StartAsync();
        var made = await MakeAsync(host, await host.AdminAsync(), TokenScopes.Read | TokenScopes.Write);
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull().Superuser.ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_makes_a_token_that_is_good_for_more_than_they_are()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var viewer = await host.MemberAsync("v@example.com", OrgRole.Viewer);
        var owner = await host.MemberAsync("o@example.com", OrgRole.Owner);
        await Should.ThrowAsync<AccessDeniedException>(() => MakeAsync(host, viewer, TokenScopes.Write));
        await Should.ThrowAsync<AccessDeniedException>(() => MakeAsync(host, owner, TokenScopes.All));
        var program = await CallerOfAsync(host, await MakeAsync(host, owner, TokenScopes.Read | TokenScopes.Write));
        await Should.ThrowAsync<AccessDeniedException>(() => MakeAsync(host, program, TokenScopes.Read));
        var adminProgram = await CallerOfAsync(host, await MakeAsync(host, admin, TokenScopes.All));
        (await MakeAsync(host, adminProgram, TokenScopes.Read)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_prefix_comes_with_the_caller_and_not_with_admin()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var made = await host.Tokens.CreateAsync(admin, new() { Name = "t", Scopes = TokenScopes.Write, KeyPrefix = "videos/" }, Stop);
        (await CallerOfAsync(host, made)).KeyPrefix.ShouldBe("videos/");
        await Should.ThrowAsync<StorageException>(() => host.Tokens.CreateAsync(admin, new() { Name = "t", Scopes = TokenScopes.All, KeyPrefix = "videos/" }, Stop));
    }

    [Fact]
    public async Task Tokens_of_others_do_not_exist()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var org = await host.Orgs.CreateAsync("Other", Stop);
        var other = await host.MemberAsync("x@example.com", OrgRole.Owner, org.Id);
        var made = await MakeAsync(host, other, TokenScopes.Read);
        (await host.Tokens.RevokeAsync(admin, made.Token.Id, Stop)).ShouldBeFalse();
        (await host.Tokens.ListAsync(admin, 10, null, Stop)).Items.ShouldBeEmpty();
        (await host.Tokens.ListAsync(other, 10, null, Stop)).Items.Select(t => t.Id).ShouldBe([made.Token.Id]);
    }

    [Fact]
    public async Task Lists_go_on_where_they_ended()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await MakeAsync(host, admin, TokenScopes.Read)).Token.Id);
            host.Time.Pass(TimeSpan.FromMilliseconds(1));
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await host.Tokens.ListAsync(admin, 2, after, Stop);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(t => t.Id));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(made);
    }

    [Fact]
    public async Task Use_is_written_down_by_the_upkeep_and_not_by_requests()
    {
        await using var host = await PeopleHost.StartAsync();
        var admin = await host.AdminAsync();
        var made = await MakeAsync(host, admin, TokenScopes.Read);
        await host.Get<TokenUsage>().FlushAsync(Stop);
        var writes = host.Catalog.Writes;
        await host.Callers.FindAsync(made.Secret, Stop);
        host.Catalog.Writes.ShouldBe(writes);
        await host.Get<TokenUsage>().FlushAsync(Stop);
        var listed = await host.Tokens.ListAsync(admin, 10, null, Stop);
        listed.Items[0].LastUsedAt.ShouldBe(host.Time.GetUtcNow());
        host.Time.Pass(TimeSpan.FromMinutes(1));
        await host.Callers.FindAsync(made.Secret, Stop);
        writes = host.Catalog.Writes;
        await host.Get<TokenUsage>().FlushAsync(Stop);
        host.Catalog.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task Sessions_that_are_over_are_removed()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        host.Time.Pass(TimeSpan.FromHours(25));
        var upkeep = host.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<PeopleUpkeep>().Single();
        await upkeep.RunOnceAsync(Stop);
        (await host.Catalog.ReadAsync(s => s.Connection.ExecuteScalarAsync<long>("SELECT (SELECT COUNT(*) FROM access_token) + (SELECT COUNT(*) FROM sign_in_code)"), Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task Guesses_are_not_remembered_and_memory_is_bounded()
    {
        await using var host = await PeopleHost.StartAsync(o => o with { CallersRemembered = 10 });
        var admin = await host.AdminAsync();
        for (var i = 0; i < 40; i++)
        {
            (await host.Callers.FindAsync(Secrets.NewToken(), Stop)).ShouldBeNull();
        }

        host.Callers.Remembered.ShouldBeLessThanOrEqualTo(1);
        for (var i = 0; i < 40; i++)
        {
            await host.Callers.FindAsync((await MakeAsync(host, admin, TokenScopes.Read)).Secret, Stop);
        }

        host.Callers.Remembered.ShouldBeLessThanOrEqualTo(12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hf_")]
    [InlineData("Bearer")]
    [InlineData("hf_ööööööööööööööööööööööööööööööööööööööööööö")]
    public async Task What_is_no_token_is_refused_without_a_look_into_the_catalog(string text)
    {
        await using var host = await PeopleHost.StartAsync();
        var reads = host.Catalog.Reads;
        (await host.Callers.FindAsync(text, Stop)).ShouldBeNull();
        host.Catalog.Reads.ShouldBe(reads);
    }

    [Fact]
    public async Task The_local_token_is_a_superuser_of_this_process_only()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.AdminAsync();
        await using var other = await host.AnotherAsync();
        var trust = host.Get<ILocalTrust>();
        var caller = (await host.Callers.FindAsync(trust.Token, Stop)).ShouldNotBeNull();
        caller.Superuser.ShouldBeTrue();
        (await other.Callers.FindAsync(trust.Token, Stop)).ShouldBeNull();
        var made = await MakeAsync(host, caller, TokenScopes.Read);
        (await CallerOfAsync(host, made)).Email.ShouldBe("admin@localhost");
    }

    [Fact]
    public async Task The_file_of_the_local_token_is_for_its_user_only()
    {
        await using var host = await PeopleHost.StartAsync();
        var path = Path.Join(Path.GetDirectoryName(host.File), "token");
        await File.WriteAllTextAsync(path, "left over", Stop);
        await LocalTrustFile.WriteAsync(path, host.Get<ILocalTrust>(), Stop);
        (await File.ReadAllTextAsync(path, Stop)).Trim().ShouldBe(host.Get<ILocalTrust>().Token);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static async Task<long> AllocatedAsync(CallerLookup callers, string token, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            await callers.FindAsync(token, CancellationToken.None);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Task<MadeAccessToken> MakeAsync(PeopleHost host, Caller caller, TokenScopes scopes) =>
        host.Tokens.CreateAsync(caller, new NewAccessToken { Name = "a token", Scopes = scopes }, Stop);

    private static async Task<Caller> CallerOfAsync(PeopleHost host, MadeAccessToken made) =>
        (await host.Callers.FindAsync(made.Secret, Stop)).ShouldNotBeNull();

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}
