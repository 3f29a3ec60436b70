namespace Holdfast.Settings.Tests.Values;

public class ValueTests
{
    [Theory]
    [InlineData("10", 10L << 20)]
    [InlineData("10MB", 10L << 20)]
    [InlineData("10MiB", 10L << 20)]
    [InlineData("10 mb", 10L << 20)]
    [InlineData("2g", 2L << 30)]
    [InlineData("512KB", 512L << 10)]
    [InlineData("0.5", 1L << 19)]
    [InlineData("1048576b", 1L << 20)]
    [InlineData("0", 0)]
    public void A_size_in_mb_takes_units_and_is_read_in_bytes(string text, long bytes)
    {
        SettingsFolder.Load($"HYBRID_SIZE_THRESHOLD_MB={text}").Settings.Bytes(SettingNames.HybridSizeThresholdMb).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("REDUNDANT_WAIT", "5", 5_000)]
    [InlineData("REDUNDANT_WAIT", "500ms", 500)]
    [InlineData("REDUNDANT_WAIT", "1m30s", 90_000)]
    [InlineData("REDUNDANT_WAIT", "1 M 30 S", 90_000)]
    [InlineData("REDUNDANT_WAIT", "1.5s", 1_500)]
    [InlineData("BACKEND_REPROBE_SECONDS", "30", 30_000)]
    [InlineData("BACKEND_REPROBE_SECONDS", "2m", 120_000)]
    [InlineData("SESSION_HOURS", "12", 12 * 3_600_000L)]
    [InlineData("SESSION_HOURS", "7d", 7 * 86_400_000L)]
    [InlineData("JOURNAL_RETENTION", "2w", 14 * 86_400_000L)]
    [InlineData("BACKUP_RETENTION", "30", 30 * 86_400_000L)]
    public void A_time_takes_units_and_a_bare_number_counts_what_the_name_says(string name, string text, long milliseconds)
    {
        SettingsFolder.Load($"{name}={text}").Settings.Duration(name).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "banana", "'banana' is not allowed; allowed is a number of MB, or a size such as 10MB or 2GB, from 0B to 5TB")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "-1", "'-1'")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "10XB", "'10XB'")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "6TB", "from 0B to 5TB")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "99999999999999999999PB", "from 0B to 5TB")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "1.2.3", "'1.2.3'")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "MB", "'MB'")]
    [InlineData("REDUNDANT_WAIT", "5 fortnights", "a time such as 30s, 15m or 7d, from 0s to 10m")]
    [InlineData("REDUNDANT_WAIT", "11m", "from 0s to 10m")]
    [InlineData("REDUNDANT_WAIT", "-5s", "'-5s'")]
    [InlineData("REDUNDANT_WAIT", "s", "'s'")]
    [InlineData("REDUNDANT_WAIT", "1m2", "'1m2'")]
    [InlineData("JOURNAL_RETENTION", "999999999999999999999d", "at least 1h")]
    [InlineData("JOURNAL_RETENTION", "99999999999", "at least 1h")]
    [InlineData("MULTIPART_CONCURRENCY", "0", "a whole number, from 1 to 100")]
    [InlineData("MULTIPART_CONCURRENCY", "1.5", "a whole number, from 1 to 100")]
    [InlineData("MULTIPART_CONCURRENCY", "99999999999999999999", "a whole number, from 1 to 100")]
    [InlineData("MULTIPART_CONCURRENCY", "0x10", "a whole number")]
    [InlineData("STORAGE_STRATEGY", "s3primary", "one of local_primary, s3_primary, hybrid, redundant")]
    [InlineData("FALLBACK_SPOOL", "maybe", "true or false")]
    [InlineData("S3_ENDPOINT_URL", "localhost:9000", "a URL that begins with http:// or https://")]
    [InlineData("S3_ENDPOINT_URL", "ftp://x", "a URL that begins with http:// or https://")]
    [InlineData("S3_ENDPOINT_URL", "https://", "a URL that begins with http:// or https://")]
    [InlineData("S3_ENDPOINT_URL", "https:/x", "a URL that begins with http:// or https://")]
    [InlineData("DATABASE_URL", "mysql://h/d", "its value is not allowed; allowed is a URL that begins with sqlite: or postgres:// or postgresql://")]
    [InlineData("DATABASE_URL", "sqlite:", "sqlite:")]
    [InlineData("HOLDFAST_URLS", "8080", "an address such as http://127.0.0.1:8080")]
    [InlineData("HOLDFAST_URLS", "http://a:8080,http://b:99999", "'http://b:99999'")]
    [InlineData("CORS_ORIGINS", "https://a.b/path", "an origin such as")]
    [InlineData("TRUSTED_PROXIES", "10.0.0.0/33", "an IP address or a network")]
    [InlineData("ALLOWED_CONTENT_TYPES", "text/csv,csv", "'csv'")]
    [InlineData("SUPPORTED_IMAGE_TYPES", "jpg,exe", "'exe'")]
    [InlineData("ALERT_QUOTA_PERCENT", "80,101", "'101'")]
    [InlineData("DURABILITY", "thumbnails/=loose", "'loose'")]
    [InlineData("BACKUP_SCHEDULE", "every day", "five fields are needed")]
    [InlineData("BACKUP_SCHEDULE", "0 24 * * *", "the hour must be within 0 to 23")]
    [InlineData("SECRET_KEY", "short", "it is too short; allowed is text of at least 16 characters")]
    [InlineData("S3_BUCKET_NAME", "\"a\\nb\"", "it has several lines")]
    public void A_value_that_cannot_be_used_is_an_error_that_says_what_is_allowed_and_the_default_stands_in(string name, string value, string message)
    {
        var loaded = SettingsFolder.Load($"\n{name}={value}");

        var problem = loaded.Problems[0];
        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Names.ShouldBe([name]);
        problem.Message.ShouldStartWith($"{name} (.env:2): ");
        problem.Message.ShouldContain(message);
        problem.Origin!.Line.ShouldBe(2);
        loaded.Settings.Get(name).State.ShouldBe(SettingState.Invalid);
        loaded.Settings.Get(name).Value.ShouldBe(SettingsFolder.Load("").Settings.Get(name).Value);
    }

    [Theory]
    [InlineData("STORAGE_STRATEGY", "S3_Primary", "s3_primary")]
    [InlineData("STORAGE_STRATEGY", "s3-primary", "s3_primary")]
    [InlineData("S3_SSE", "aes256", "AES256")]
    [InlineData("LOG_LEVEL", "INFO", "information")]
    [InlineData("VERSIONING", "ON", "on")]
    [InlineData("VERSIONING", "projects/=on", "off,projects/=on")]
    [InlineData("FALLBACK_SPOOL", "Yes", "true")]
    [InlineData("FALLBACK_SPOOL", "0", "false")]
    [InlineData("SUPPORTED_IMAGE_TYPES", "JPG; png ,", "jpg,png")]
    [InlineData("CORS_ORIGINS", "https://App.example.com/", "https://app.example.com")]
    [InlineData("CORS_ORIGINS", "*", "*")]
    [InlineData("HOLDFAST_URLS", "http://*:8080;https://[::1]:8443,http://unix:/run/holdfast.sock", "http://*:8080,https://[::1]:8443,http://unix:/run/holdfast.sock")]
    [InlineData("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, ::1, fd00::/8", "127.0.0.1,10.0.0.0/8,::1,fd00::/8")]
    [InlineData("BACKUP_SCHEDULE", "*/15 0-6,22 1 JAN-MAR sun", "*/15 0-6,22 1 JAN-MAR sun")]
    [InlineData("ALLOWED_CONTENT_TYPES", "Image/*, text/csv", "image/*,text/csv")]
    [InlineData("DATABASE_URL", "postgresql://h/d", "postgresql://h/d")]
    public void A_value_is_known_in_its_normal_spelling(string name, string text, string normal)
    {
        var loaded = SettingsFolder.Load($"{name}={text}\nBACKUP_BACKEND=s3");

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.Text(name).ShouldBe(normal);
    }

    [Fact]
    public void Zero_means_no_limit_where_it_says_so()
    {
        SettingsFolder.Load("MAX_UPLOAD_SIZE_MB=0").Settings.Bytes(SettingNames.MaxUploadSizeMb).ShouldBe(0);
    }

    [Fact]
    public void The_longest_prefix_decides()
    {
        var rules = SettingsFolder.Load("DURABILITY=relaxed,projects/=strict,projects/tmp/=relaxed").Settings.ByPrefix(SettingNames.Durability);

        rules.For("a").ShouldBe("relaxed");
        rules.For("projects/1").ShouldBe("strict");
        rules.For("projects/tmp/1").ShouldBe("relaxed");
        SettingsFolder.Load("DURABILITY=thumbnails/=relaxed").Settings.ByPrefix(SettingNames.Durability).For("a").ShouldBe("strict");
    }

    [Fact]
    public void All_prefixes_count_for_replication()
    {
        var rules = SettingsFolder.Load("REPLICATE_TO=azure,videos/=supabase,videos/=azure").Settings.ByPrefix(SettingNames.ReplicateTo);

        rules.AllFor("a").ShouldBe(["azure"]);
        rules.AllFor("videos/a").ShouldBe(["azure", "supabase"]);
        PrefixRules.None.For("a").ShouldBeNull();
    }

    [Fact]
    public void Numbers_are_in_the_settings_own_unit()
    {
        var settings = SettingsFolder.Load("HYBRID_SIZE_THRESHOLD_MB=1.5GB\nPRESIGN_EXPIRES_SECONDS=2h\nSESSION_HOURS=90m\nALERT_FAILED_REQUESTS_PERCENT=2.5").Settings;

        settings.Number(SettingNames.HybridSizeThresholdMb).ShouldBe(1536);
        settings.Number(SettingNames.PresignExpiresSeconds).ShouldBe(7200);
        settings.Number(SettingNames.SessionHours).ShouldBe(1);
        settings.Number(SettingNames.MultipartConcurrency).ShouldBe(10);
        settings.Fraction(SettingNames.AlertFailedRequestsPercent).ShouldBe(2.5m);
    }

    [Fact]
    public void The_wrong_accessor_and_the_wrong_name_fail_at_once()
    {
        var settings = SettingsFolder.Load("").Settings;

        Should.Throw<ArgumentException>(() => settings.Get("NO_SUCH_NAME"));
        Should.Throw<InvalidOperationException>(() => settings.Flag(SettingNames.StorageDir));
        Should.Throw<InvalidOperationException>(() => settings.Number(SettingNames.StorageDir));
        Should.Throw<InvalidOperationException>(() => settings.Bytes(SettingNames.MultipartConcurrency));
        Should.Throw<InvalidOperationException>(() => settings.Duration(SettingNames.MultipartConcurrency));
        Should.Throw<InvalidOperationException>(() => settings.List(SettingNames.StorageDir));
        Should.Throw<InvalidOperationException>(() => settings.ByPrefix(SettingNames.StorageDir));
        Should.Throw<InvalidOperationException>(() => settings.FullPath(SettingNames.StorageStrategy));
        Should.Throw<InvalidOperationException>(() => settings.Text(SettingNames.S3BucketName)).Message.ShouldContain("S3_BUCKET_NAME");
        settings.TextOrNull(SettingNames.S3BucketName).ShouldBeNull();
        settings.List(SettingNames.AllowedContentTypes).ShouldBeEmpty();
        settings.ByPrefix(SettingNames.ReplicateTo).ShouldBe(PrefixRules.None);
    }

    [Fact]
    public void A_definition_checks_a_value_without_saving_it()
    {
        SettingsTable.Find(SettingNames.MultipartConcurrency)!.Check("5").ShouldBeNull();
        SettingsTable.Find(SettingNames.MultipartConcurrency)!.Check("x").ShouldBe("'x' is not allowed; allowed is a whole number, from 1 to 100");
        SettingsTable.Find(SettingNames.S3BucketName)!.Check("a\0b").ShouldBe("it holds a NUL character");
        SettingsTable.Find(SettingNames.S3BucketName)!.Check("a\nb").ShouldNotBeNull();
    }

    [Fact]
    public void What_is_echoed_of_a_value_is_short_and_printable()
    {
        var message = SettingsTable.Find(SettingNames.StorageStrategy)!.Check("\u001b[2J" + new string('x', 10_000))!;

        message.Length.ShouldBeLessThan(300);
        message.ShouldNotContain("\u001b");
    }
}
