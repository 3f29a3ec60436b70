namespace Holdfast.Settings.Tests.Loading;

public class SecretTests
{
    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData("s3cret\n\n", "s3cret\n")]
    [InlineData(" s3cret ", " s3cret ")]
    [InlineData("\uFEFFs3cret", "\uFEFFs3cret")]
    [InlineData("-----BEGIN-----\nabc\n-----END-----\n", "-----BEGIN-----\nabc\n-----END-----")]
    public void A_secret_comes_from_the_file_that_is_named(string content, string secret)
    {
        using var folder = new SettingsFolder();
        folder.File("key", content).File(".env", "S3_ACCESS_KEY_ID=AK\nS3_SECRET_ACCESS_KEY_FILE=key");

        var loaded = folder.Load();

        loaded.Problems.ShouldBeEmpty();
        var setting = loaded.Settings.Get(SettingNames.S3SecretAccessKey);
        setting.Value.ShouldBe(secret);
        setting.Origin.ToString().ShouldBe(".env:2, S3_SECRET_ACCESS_KEY_FILE, from key");
    }

    [Fact]
    public void Both_the_name_and_its_file_is_an_error_that_names_both()
    {
        using var folder = new SettingsFolder();
        folder.File("key", "hunter2").File(".env", "CHAT_API_KEY=hunter3").Environment("CHAT_API_KEY_FILE", "key");

        var problem = folder.Load().Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Names.ShouldBe(["CHAT_API_KEY", "CHAT_API_KEY_FILE"]);
        problem.Message.ShouldBe("Both CHAT_API_KEY (.env:1) and CHAT_API_KEY_FILE (environment) are set; set one of them.");
        folder.Load().Settings.TextOrNull(SettingNames.ChatApiKey).ShouldBeNull();
    }

    [Theory]
    [InlineData("CHAT_API_KEY=\nCHAT_API_KEY_FILE=key")]
    [InlineData("CHAT_API_KEY=your-api-key\nCHAT_API_KEY_FILE=key")]
    public void An_empty_name_or_a_placeholder_beside_the_file_is_not_both(string env)
    {
        using var folder = new SettingsFolder();

        var loaded = folder.File("key", "hunter2").File(".env", env).Load();

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.Text(SettingNames.ChatApiKey).ShouldBe("hunter2");
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData(".", "is a folder")]
    [InlineData("empty", "it is empty")]
    [InlineData("binary", "not a text file")]
    [InlineData("/dev/zero", "larger than 64KB")]
    public void A_secret_file_that_gives_nothing_is_an_error_that_names_the_file(string name, string reason)
    {
        using var folder = new SettingsFolder();
        folder.File("empty", "\n").File("binary", [1, 0, 2]).File(".env", $"CHAT_API_KEY_FILE={name}");

        var loaded = folder.Load();

        var problem = loaded.Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain($"'{name}'");
        problem.Message.ShouldContain(reason);
        loaded.Settings.Get(SettingNames.ChatApiKey).State.ShouldBe(SettingState.Invalid);
    }

    [Fact]
    public void Only_secrets_come_from_files()
    {
        var problem = SettingsFolder.Load("S3_BUCKET_NAME_FILE=x").Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Message.ShouldContain("S3_BUCKET_NAME is no secret");
    }

    [Fact]
    public void A_secret_of_another_backend_comes_from_a_file_too()
    {
        using var folder = new SettingsFolder();
        folder.File("key", "hunter2\n").File(".env", "BACKEND_A_TYPE=supabase\nBACKEND_A_KEY_FILE=key");

        var loaded = folder.Load();

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.Text("BACKEND_A_KEY").ShouldBe("hunter2");
    }

    [Fact]
    public void No_secret_is_in_any_message_explanation_or_text_whatever_is_wrong_with_it()
    {
        const string secret = "hunter2hunter2";
        foreach (var definition in SettingsTable.All.Where(row => row.IsSecret))
        {
            foreach (var value in new[] { $"\"{secret}\\n\"", secret, $"postgres://u:{secret}@h/{secret}?p={secret}", $"https://{secret}:x@hooks/{secret}", $"mysql://u:{secret}@h", $"'{secret}'", $"\"{secret}", $"'{secret}'{secret}", $"\"a\0{secret}\"" })
            {
                using var folder = new SettingsFolder();
                var loaded = folder.File(".env", $"{definition.Name}={value}\n{definition.Name}={value}\nX{definition.Name}={value}\n{definition.Name}_FILE=nowhere\n").Load();

                var shown = string.Join('\n', loaded.Problems) + ConfigExplanation.Of(loaded).ToText() + string.Join('\n', loaded.Settings.All);
                shown.ShouldNotContain(secret);
            }
        }
    }

    [Theory]
    [InlineData("DATABASE_URL", "postgres://me:p@ss?w/rd@db.local:5433/holdfast?x=y", "********")]
    [InlineData("DATABASE_URL", "postgres://me:hunter2@db.local:5433/holdfast?x=y", "postgres://db.local:5433/********")]
    [InlineData("DATABASE_URL", "sqlite:/data/catalog.db", "sqlite:/data/catalog.db")]
    [InlineData("ALERT_WEBHOOK_URL", "https://hooks.local/T000/B000/hunter2", "https://hooks.local/********")]
    [InlineData("S3_ENDPOINT_URL", "https://me:hunter2@minio:9000", "https://********@minio:9000")]
    [InlineData("S3_SECRET_ACCESS_KEY", "hunter2", "********")]
    [InlineData("S3_BUCKET_NAME", "my-bucket", "my-bucket")]
    public void What_is_shown_of_a_value_tells_the_place_and_not_the_secret(string name, string value, string shown)
    {
        var definition = SettingsTable.Find(name)!;
        var setting = new EffectiveSetting { Definition = definition, Value = value, Origin = SettingOrigin.Environment, State = SettingState.Given };

        setting.Masked.ShouldBe(shown);
        setting.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_password_keeps_its_spaces_and_dollars()
    {
        var settings = SettingsFolder.Load("ADMIN_EMAIL=a@b\nADMIN_PASSWORD=' pa$$word#\\n '").Settings;

        settings.Text(SettingNames.AdminPassword).ShouldBe(" pa$$word#\\n ");
    }
}
