namespace Holdfast.Settings.Tests.Loading;

public class AliasTests
{
    [Fact]
    public void Names_of_aws_count_and_say_so()
    {
        using var folder = new SettingsFolder();
        folder.Environment("AWS_ACCESS_KEY_ID", "AK").Environment("AWS_SECRET_ACCESS_KEY", "SK").Environment("AWS_SESSION_TOKEN", "ST")
            .Environment("AWS_ENDPOINT_URL_S3", "http://localhost:9000").Environment("AWS_DEFAULT_REGION", "eu-west-1");

        var loaded = folder.Load();

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.Text(SettingNames.S3AccessKeyId).ShouldBe("AK");
        loaded.Settings.Text(SettingNames.S3SecretAccessKey).ShouldBe("SK");
        loaded.Settings.Text(SettingNames.S3SessionToken).ShouldBe("ST");
        loaded.Settings.Text(SettingNames.S3EndpointUrl).ShouldBe("http://localhost:9000");
        var region = loaded.Settings.Get(SettingNames.S3Region);
        region.Value.ShouldBe("eu-west-1");
        region.Dialect.ShouldBe("AWS");
        region.Origin.ToString().ShouldBe("environment, AWS_DEFAULT_REGION of AWS");
    }

    [Fact]
    public void The_settings_own_name_wins_and_the_other_is_noted()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "S3_REGION=eu-central-1").Environment("AWS_REGION", "us-west-2");

        var loaded = folder.Load();

        loaded.Settings.Text(SettingNames.S3Region).ShouldBe("eu-central-1");
        var problem = loaded.Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Note);
        problem.Message.ShouldBe("AWS_REGION (environment) is ignored, because S3_REGION (.env:1) is set.");
    }

    [Fact]
    public void A_shell_ranks_below_a_file_for_the_names_of_aws()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "AWS_REGION=eu-central-1").Environment("AWS_REGION", "us-west-2");

        folder.Load().Settings.Text(SettingNames.S3Region).ShouldBe("eu-central-1");
    }

    [Fact]
    public void Credentials_are_never_put_together_from_two_places()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "AWS_ACCESS_KEY_ID=file\nAWS_SECRET_ACCESS_KEY=file")
            .Environment("AWS_ACCESS_KEY_ID", "shell").Environment("AWS_SECRET_ACCESS_KEY", "shell").Environment("AWS_SESSION_TOKEN", "shell");

        var settings = folder.Load().Settings;

        settings.Text(SettingNames.S3AccessKeyId).ShouldBe("file");
        settings.Text(SettingNames.S3SecretAccessKey).ShouldBe("file");
        settings.TextOrNull(SettingNames.S3SessionToken).ShouldBeNull();
    }

    [Fact]
    public void A_shells_session_token_does_not_join_the_settings_own_key()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "S3_ACCESS_KEY_ID=own\nS3_SECRET_ACCESS_KEY=own").Environment("AWS_SESSION_TOKEN", "shell").Environment("AWS_ACCESS_KEY_ID", "shell");

        var loaded = folder.Load();

        loaded.Settings.TextOrNull(SettingNames.S3SessionToken).ShouldBeNull();
        loaded.Problems.ShouldAllBe(problem => problem.Severity == ProblemSeverity.Note && problem.Message.Contains("is ignored"));
        loaded.Problems.Count.ShouldBe(2);
    }

    [Fact]
    public void A_placeholder_under_the_settings_own_name_leaves_the_other_name_in_force()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "S3_ACCESS_KEY_ID=your_access_key\nS3_SECRET_ACCESS_KEY=your_secret_key").Environment("AWS_ACCESS_KEY_ID", "AK").Environment("AWS_SECRET_ACCESS_KEY", "SK");

        folder.Load().Settings.Text(SettingNames.S3AccessKeyId).ShouldBe("AK");
    }

    [Fact]
    public void A_placeholder_under_another_name_is_reported_with_that_name()
    {
        var loaded = SettingsFolder.Load("AWS_ACCESS_KEY_ID=your-access-key");

        loaded.Problems.ShouldHaveSingleItem().Message.ShouldBe("S3_ACCESS_KEY_ID (.env:1, AWS_ACCESS_KEY_ID of AWS) is still the placeholder of an example and counts as unset.");
    }

    [Fact]
    public void The_path_that_mindsdb_itself_uses_counts()
    {
        SettingsFolder.Load("MINDSDB_CONFIG_PATH=/etc/mindsdb.json").Settings.FullPath(SettingNames.MindsDbConfig).ShouldBe("/etc/mindsdb.json");
    }
}
