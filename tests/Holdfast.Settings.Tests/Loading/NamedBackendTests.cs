namespace Holdfast.Settings.Tests.Loading;

public class NamedBackendTests
{
    [Fact]
    public void Any_number_of_further_backends_is_found_by_their_types()
    {
        var loaded = SettingsFolder.Load("BACKEND_OFF_SITE_TYPE=S3\nBACKEND_OFF_SITE_BUCKET_NAME=b\nBACKEND_COLD_TYPE=azure\nBACKEND_COLD_CONTAINER=c\nBACKUP_BACKEND=cold\nREPLICATE_TO=off_site,videos/=COLD");

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.BackendNames.ShouldBe(["cold", "off_site"]);
        loaded.Settings.Text(SettingNames.Backend("off_site", BackendFields.Type)).ShouldBe("s3");
        loaded.Settings.Text(SettingNames.Backend("off_site", BackendFields.BucketName)).ShouldBe("b");
        loaded.Settings.Text(SettingNames.Backend("off_site", BackendFields.Region)).ShouldBe("us-east-1");
        loaded.Settings.TextOrNull(SettingNames.Backend("cold", BackendFields.Url)).ShouldBeNull();
        loaded.Settings.Get("BACKEND_COLD_CONTAINER").Origin.ToString().ShouldBe(".env:4");
    }

    [Fact]
    public void Settings_that_begin_like_a_backend_are_themselves()
    {
        var loaded = SettingsFolder.Load("BACKEND_TRY_TIMEOUT=3s\nBACKEND_RETRIES=1");

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.Duration(SettingNames.BackendTryTimeout).ShouldBe(TimeSpan.FromSeconds(3));
        loaded.Settings.BackendNames.ShouldBeEmpty();
    }

    [Fact]
    public void A_backend_that_exists_decides_how_its_names_are_parted()
    {
        var loaded = SettingsFolder.Load("BACKEND_MY_PUBLIC_TYPE=s3\nBACKEND_MY_PUBLIC_ENDPOINT_URL=http://a");

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.BackendNames.ShouldBe(["my_public"]);
        loaded.Settings.Text(SettingNames.Backend("my_public", BackendFields.EndpointUrl)).ShouldBe("http://a");
    }

    [Fact]
    public void Fields_without_a_type_are_ignored_and_say_so()
    {
        var problem = SettingsFolder.Load("BACKEND_COLD_BUCKET_NAME=b").Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Message.ShouldBe("BACKEND_COLD_BUCKET_NAME (.env:1) is ignored, because BACKEND_COLD_TYPE is not set.");
    }

    [Theory]
    [InlineData("BACKEND_S3_TYPE=s3", "built-in backend")]
    [InlineData("BACKEND_MY_TYPE=s3\nBACKEND_MY_PUBLIC_TYPE=s3\nBACKEND_MY_PUBLIC_ENDPOINT_URL=http://a", "could belong to the backend 'my' or to 'my_public'")]
    [InlineData("BACKUP_BACKEND=cold", "which does not exist")]
    [InlineData("REPLICATE_TO=videos/=cold", "which does not exist")]
    [InlineData("BACKEND_COLD_TYPE=ftp", "one of local, s3, azure, supabase")]
    public void What_cannot_work_is_an_error(string env, string message)
    {
        var problem = SettingsFolder.Load(env).Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("S3_ACCESS_KEY_ID=a", "S3_SECRET_ACCESS_KEY")]
    [InlineData("S3_SECRET_ACCESS_KEY=a", "S3_ACCESS_KEY_ID")]
    [InlineData("ADMIN_EMAIL=a@b", "ADMIN_PASSWORD")]
    [InlineData("BACKEND_X_TYPE=s3\nBACKEND_X_ACCESS_KEY_ID=a", "BACKEND_X_SECRET_ACCESS_KEY")]
    [InlineData("BACKUP_SCHEDULE=@daily", "BACKUP_BACKEND")]
    public void Half_of_a_pair_is_a_warning(string env, string lacking)
    {
        var problem = SettingsFolder.Load(env).Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Names.ShouldContain(lacking);
    }
}
