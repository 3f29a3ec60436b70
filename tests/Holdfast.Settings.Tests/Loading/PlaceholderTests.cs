namespace Holdfast.Settings.Tests.Loading;

public class PlaceholderTests
{
    [Theory]
    [InlineData("S3_ENDPOINT_URL", "your_s3_endpoint")]
    [InlineData("S3_ENDPOINT_URL", "https://your-s3-endpoint.com")]
    [InlineData("S3_ENDPOINT_URL", "https://minio.yourcompany.com")]
    [InlineData("S3_BUCKET_NAME", "your_bucket_name")]
    [InlineData("S3_BUCKET_NAME", "your-bucket")]
    [InlineData("S3_BUCKET_NAME", "YOUR_BUCKET")]
    [InlineData("S3_BUCKET_NAME", "<bucket>")]
    [InlineData("S3_BUCKET_NAME", "changeme")]
    [InlineData("S3_ACCESS_KEY_ID", "your_minio_access_key")]
    [InlineData("S3_ACCESS_KEY_ID", "AKIA...")]
    [InlineData("S3_SECRET_ACCESS_KEY", "your-b2-application-key")]
    [InlineData("S3_SECRET_ACCESS_KEY", "...")]
    [InlineData("S3_SECRET_ACCESS_KEY", "change-me")]
    [InlineData("S3_SECRET_ACCESS_KEY", "xxxxxxxx")]
    [InlineData("S3_REGION", "your_region")]
    [InlineData("SUPABASE_URL", "https://your-project.supabase.co")]
    [InlineData("SUPABASE_KEY", "your_supabase_anon_key")]
    [InlineData("STORAGE_STRATEGY", "local_primary|s3_primary|hybrid|redundant")]
    [InlineData("STORAGE_REMOTE", "s3 | azure")]
    [InlineData("S3_USE_SSL", "true|false")]
    [InlineData("AZURE_STORAGE_CONNECTION_STRING", "DefaultEndpointsProtocol=https;AccountName=your_account;AccountKey=abc")]
    public void What_an_example_left_to_fill_in_is_reported_and_counts_as_unset(string name, string value)
    {
        var loaded = SettingsFolder.Load($"{name}='{value}'");

        var setting = loaded.Settings.Get(name);
        setting.State.ShouldBe(SettingState.Placeholder);
        setting.Value.ShouldBe(SettingsTable.Find(name)!.Default);
        setting.IsValid.ShouldBeFalse();
        var problem = loaded.Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Message.ShouldStartWith($"{name} (.env:1) is still the placeholder");
        loaded.Settings.Unusable(setting.Definition.Category).ShouldBe([setting]);
    }

    [Theory]
    [InlineData("S3_BUCKET_NAME", "yourtube-clips")]
    [InlineData("S3_BUCKET_NAME", "my-app-bucket")]
    [InlineData("S3_ACCESS_KEY_ID", "minioadmin")]
    [InlineData("S3_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("S3_SECRET_ACCESS_KEY", "a|b|c")]
    [InlineData("S3_SECRET_ACCESS_KEY", "<>{}[]...")]
    [InlineData("S3_SECRET_ACCESS_KEY", "minioadminpassword")]
    [InlineData("PUBLIC_URL", "https://files.example.com")]
    [InlineData("PUBLIC_URL", "https://yourspotify.net")]
    [InlineData("S3_ENDPOINT_URL", "http://localhost:9000")]
    public void A_real_value_is_not_taken_for_a_placeholder(string name, string value)
    {
        SettingsFolder.Load($"{name}='{value}'").Settings.Get(name).Value.ShouldBe(value);
    }

    [Fact]
    public void A_placeholder_does_not_hide_a_real_value_of_an_earlier_source()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "S3_BUCKET_NAME=real").File(".env.local", "S3_BUCKET_NAME=your_bucket");

        var loaded = folder.Load();

        loaded.Settings.Text(SettingNames.S3BucketName).ShouldBe("real");
        loaded.Problems.ShouldBeEmpty();
    }
}
