using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Platform.People;
using Holdfast.Server.Logging;
using Holdfast.Server.Tests.Auth;
using Holdfast.Server.Tests.Support;
using Holdfast.Settings;
using Holdfast.Server.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Server.Tests.Logging;

public sealed class LogTests
{
    [Theory]
    [InlineData("Authorization: Bearer abc.def-123", "abc.def")]
    [InlineData("GET /x?token=s3cr3tvalue&b=1", "s3cr3tvalue")]
    [InlineData("https://h/k?X-Amz-Signature=deadbeef&X-Amz-Credential=AKIA", "deadbeef")]
    [InlineData("https://user:hunter2@host/x", "hunter2")]
    [InlineData("{\"password\":\"hunter2\"}", "hunter2")]
    [InlineData("Connection failed: Password=hunter2;Host=x", "hunter2")]
    public void What_looks_like_a_credential_is_blotted_out(string text, string secret) => LogRedaction.Clean(text).ShouldNotContain(secret);

    [Theory]
    [InlineData("PUT /api/files/{**key} answered 201 in 3.0 ms")]
    [InlineData("The object 'tokens/readme.txt' was adopted")]
    public void Other_text_stays(string text) => LogRedaction.Clean(text).ShouldBe(text);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_is_one_line_and_cannot_forge_another(bool json)
    {
        using var writer = new StringWriter();
        new HoldfastFormatter(json, TimeProvider.System).Write(
            new LogEntry<string>(LogLevel.Warning, "Holdfast.X.Y", default, "first\r\n2026-01-01 error fake", null, (s, _) => s), null, writer);
        var lines = writer.ToString().TrimEnd().Split('\n');
        lines.Length.ShouldBe(1);
        if (json)
        {
            var line = JsonNode.Parse(lines[0])!;
            line["level"]!.GetValue<string>().ShouldBe("warn");
            line["message"]!.GetValue<string>().ShouldStartWith("first");
        }
    }

    [Fact]
    public async Task After_a_run_from_end_to_end_the_logs_hold_no_secret()
    {
        const string password = "correct-horse-battery-staple";
        var folder = Directory.CreateTempSubdirectory("holdfast-logs-").FullName;
        var logs = new CapturedLogs();
        var loaded = SettingsLoader.Load(new SettingsSources
        {
            WorkingDirectory = folder,
            CommandLine = new Dictionary<string, string>
            {
                [SettingNames.StorageDir] = Path.Join(folder, "storage"),
                [SettingNames.LogLevel] = "trace",
                [SettingNames.AdminEmail] = "admin@example.com",
                [SettingNames.AdminPassword] = password,
            },
        });
        var secrets = new List<string> { password };
        await using (var app = HoldfastServer.Create(loaded, new ServerOptions
        {
            Urls = ["http://127.0.0.1:0"],
            ConfigureServices = services => services.AddLogging(l => l.ClearProviders().AddProvider(logs)),
        }))
        {
            var first = await app.Services.GetRequiredService<FirstStart>().EnsureAsync(TestContext.Current.CancellationToken);
            secrets.Add(first!.SignInPath[(first.SignInPath.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
            using var wrong = await client.PostAsJsonAsync("/api/auth/login", new { email = "admin@example.com", password = password + "x" });
            await wrong.ShouldBeProblemAsync(401, "unauthorized");
            using var login = await client.PostAsJsonAsync("/api/auth/login", new { email = "admin@example.com", password });
            login.IsSuccessStatusCode.ShouldBeTrue(await login.Content.ReadAsStringAsync());
            var token = (await login.JsonAsync())["access_token"]!.GetValue<string>();
            secrets.Add(token);
            secrets.AddRange(login.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(c => c.Split('=', 2)[1].Split(';')[0]) : []);
            using var page = await client.GetAsync(first.SignInPath);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            await client.PutAsync("a/b", "x");
            (await client.GetStringAsync("/api/files/a/b?token=" + token)).ShouldBe("x");
            using var missing = await client.GetAsync("/api/files/none?signature=" + token);
            using var cut = await client.GetAsync("/nothing?token=" + token);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Directory.Delete(folder, recursive: true);
        var text = logs.Text;
        text.ShouldContain("answered");
        foreach (var secret in secrets.Where(s => s.Length > 0))
        {
            text.ShouldNotContain(secret);
        }
    }
}
