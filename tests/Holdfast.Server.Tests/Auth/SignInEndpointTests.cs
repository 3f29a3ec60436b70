using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Holdfast.Server.Tests.Auth;

public sealed class SignInEndpointTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_answers_a_token_and_sets_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        await using var server = await AuthServer.StartAsync();
        using var answer = await LoginAsync(server);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var json = await AuthServer.JsonAsync(answer);
        json.GetProperty("access_token").GetString()!.ShouldStartWith("hf_");
        json.GetProperty("expires_at").GetString()!.ShouldEndWith("Z");
        json.GetProperty("user").GetProperty("email").GetString().ShouldBe(AuthServer.Admin);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=lax");
        cookie.ShouldContain("; path=/");
        cookie.ShouldNotContain("; secure");
    }

    [Fact]
    public async Task Me_says_who_is_there_and_401_names_the_scheme_otherwise()
    {
        await using var server = await AuthServer.StartAsync();
        using var anonymous = server.Client();
        using var refused = await anonymous.GetAsync("/api/auth/me", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await AuthServer.JsonAsync(refused)).GetProperty("code").GetString().ShouldBe("unauthorized");
        using var admin = server.Client(await server.LoginAsync());
        var me = await AuthServer.JsonAsync(await admin.GetAsync("/api/auth/me", Stop));
        me.GetProperty("email").GetString().ShouldBe(AuthServer.Admin);
        me.GetProperty("superuser").GetBoolean().ShouldBeTrue();
        me.GetProperty("org_id").GetInt64().ShouldBe(1);
        me.GetProperty("signed_in_by").GetString().ShouldBe("session");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_answer()
    {
        await using var server = await AuthServer.StartAsync();
        using var wrong = await LoginAsync(server, password: "wrong");
        using var unknown = await LoginAsync(server, email: "nobody@example.com");
        foreach (var answer in new[] { wrong, unknown })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }

        (await AuthServer.JsonAsync(wrong)).GetProperty("detail").GetString().ShouldBe((await AuthServer.JsonAsync(unknown)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Too_many_wrong_passwords_get_429_and_when_to_come_again()
    {
        await using var server = await AuthServer.StartAsync(o => o with { LockoutAttempts = 3 });
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await LoginAsync(server, password: "wrong");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var limited = await LoginAsync(server);
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(1));
        var json = await AuthServer.JsonAsync(limited);
        json.GetProperty("code").GetString().ShouldBe("rate_limited");
        json.GetProperty("retry_after_seconds").GetInt64().ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task The_cookie_reads_freely_and_writes_only_with_the_header_from_our_own_pages()
    {
        await using var server = await AuthServer.StartAsync(auth: new() { TrustedOrigins = ["https://files.example.com"] });
        var cookie = "holdfast_session=" + await server.LoginAsync();
        (await SendAsync(server, HttpMethod.Get, "/t/read", cookie)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(server, HttpMethod.Post, "/t/write", cookie)).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Post, "/t/write", cookie, "1")).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(server, HttpMethod.Post, "/t/write", cookie, "1", server.Address.GetLeftPart(UriPartial.Authority))).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(server, HttpMethod.Post, "/t/write", cookie, "1", "https://files.example.com")).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(server, HttpMethod.Post, "/t/write", cookie, "1", "https://evil.example.com")).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Post, "/t/write", cookie, "1", "null")).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Post, "/api/auth/logout", cookie)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_bearer_token_needs_no_header_and_a_bad_one_is_not_made_up_for_by_the_cookie()
    {
        await using var server = await AuthServer.StartAsync();
        var token = await server.LoginAsync();
        using var client = server.Client(token);
        using var written = await client.PostAsync("/t/write", null, Stop);
        written.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var bad = server.Client("hf_" + new string('A', 43));
        bad.DefaultRequestHeaders.Add("Cookie", "holdfast_session=" + token);
        using var refused = await bad.GetAsync("/t/read", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
        (await bad.GetStringAsync("/t/open", Stop)).ShouldBe("False");
    }

    [Fact]
    public async Task Login_from_a_page_of_another_site_is_refused()
    {
        await using var server = await AuthServer.StartAsync();
        using var foreign = await LoginAsync(server, origin: "https://evil.example.com");
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var client = server.Client();
        using var form = await client.PostAsync("/api/auth/login", new StringContent("""{"email":"admin@localhost","password":"correct horse battery"}""", Encoding.UTF8, "text/plain"), Stop);
        form.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Logout_ends_cookie_and_token_at_once()
    {
        await using var server = await AuthServer.StartAsync();
        var token = await server.LoginAsync();
        using var client = server.Client(token);
        using var out1 = await client.PostAsync("/api/auth/logout", null, Stop);
        out1.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        out1.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("holdfast_session=;");
        using var after = await client.GetAsync("/t/read", Stop);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(server, HttpMethod.Get, "/t/read", "holdfast_session=" + token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_changed_password_ends_the_old_session_and_answers_a_new_one()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client(await server.LoginAsync());
        using var wrong = await client.PostAsJsonAsync("/api/auth/password", new { current_password = "wrong", new_password = "a new password" }, Stop);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var changed = await client.PostAsJsonAsync("/api/auth/password", new { current_password = AuthServer.AdminPassword, new_password = "a new password" }, Stop);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var old = await client.GetAsync("/t/read", Stop);
        old.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var renewed = server.Client((await AuthServer.JsonAsync(changed)).GetProperty("access_token").GetString());
        using var good = await renewed.GetAsync("/t/read", Stop);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_sign_in_link_signs_in_once_and_shows_who()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, server.First.SignInPath), Stop);
        head.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var opened = await client.GetAsync(server.First.SignInPath, Stop);
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await opened.Content.ReadAsStringAsync(Stop)).ShouldContain("Signed in as admin@localhost.");
        opened.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        var cookie = opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        (await SendAsync(server, HttpMethod.Get, "/t/super", cookie)).ShouldBe(HttpStatusCode.OK);
        using var again = await client.GetAsync(server.First.SignInPath, Stop);
        again.StatusCode.ShouldBe(HttpStatusCode.Gone);
        again.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Demo_users_are_shown_only_when_that_is_on()
    {
        await using var off = await AuthServer.StartAsync();
        using var anonymous = off.Client();
        using var hidden = await anonymous.GetAsync("/api/auth/demo-users", Stop);
        hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await using var on = await AuthServer.StartAsync(o => o with { DemoUsers = true });
        using var admin = on.Client(await on.LoginAsync());
        using var made = await admin.PostAsJsonAsync("/api/users", new { email = "demo@example.com", password = "a long password", org_id = 1, role = "viewer", name = "Demo", demo = true }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var visitor = on.Client();
        var shown = (await AuthServer.JsonAsync(await visitor.GetAsync("/api/auth/demo-users", Stop))).GetProperty("users");
        shown.GetArrayLength().ShouldBe(1);
        shown[0].GetProperty("email").GetString().ShouldBe("demo@example.com");
        shown[0].GetProperty("role").GetString().ShouldBe("viewer");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"email":"a@b","password":7}""")]
    [InlineData("""{"email":"a@b","password":"x","password":"y"}""")]
    public async Task A_malformed_login_is_refused_without_saying_what_it_was(string body)
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();
        using var answer = await client.PostAsync("/api/auth/login", new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AuthServer.JsonAsync(answer)).GetProperty("code").GetString().ShouldBe("invalid_argument");
    }

    [Fact]
    public async Task Neither_logs_nor_errors_hold_a_secret()
    {
        await using var server = await AuthServer.StartAsync();
        var token = await server.LoginAsync();
        using var client = server.Client(token);
        using var made = await client.PostAsJsonAsync("/api/tokens", new { name = "ci", scopes = new[] { "read" } }, Stop);
        var secret = (await AuthServer.JsonAsync(made)).GetProperty("token").GetString()!;
        using var visitor = server.Client();
        await visitor.GetAsync(server.First.SignInPath, Stop);
        await visitor.GetAsync(server.First.SignInPath, Stop);
        using var program = server.Client(secret);
        await program.PostAsync("/t/write", null, Stop);
        var bogus = "hf_" + new string('Z', 43);
        using var bad = server.Client(bogus);
        var refused = await (await bad.GetAsync("/t/read", Stop)).Content.ReadAsStringAsync(Stop);
        refused.ShouldNotContain(bogus);
        await SendAsync(server, HttpMethod.Post, "/t/write", "holdfast_session=" + token);
        await LoginAsync(server, password: "a secret guess");
        server.Logs.Text.ShouldContain("Microsoft.AspNetCore");
        foreach (var word in new[] { token, secret, bogus, server.First.SignInPath.Split('=')[1], server.LocalToken, AuthServer.AdminPassword, "a secret guess" })
        {
            server.Logs.Text.ShouldNotContain(word);
        }
    }

    private static async Task<HttpResponseMessage> LoginAsync(AuthServer server, string email = AuthServer.Admin, string password = AuthServer.AdminPassword, string? origin = null)
    {
        using var client = server.Client();
        if (origin is not null)
        {
            client.DefaultRequestHeaders.Add("Origin", origin);
        }

        return await client.PostAsJsonAsync("/api/auth/login", new { email, password }, Stop);
    }

    private static async Task<HttpStatusCode> SendAsync(AuthServer server, HttpMethod method, string path, string cookie, string? csrf = null, string? origin = null)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie);
        if (csrf is not null)
        {
            request.Headers.Add("X-Holdfast-Csrf", csrf);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
