using System.Text;

namespace Holdfast.Settings.Tests.Loading;

public class SourcesTests
{
    [Fact]
    public void Without_any_source_the_defaults_count_and_there_is_no_problem()
    {
        using var folder = new SettingsFolder();

        var loaded = folder.Load();

        loaded.Problems.ShouldBeEmpty();
        loaded.Settings.Text(SettingNames.StorageStrategy).ShouldBe("local_primary");
        loaded.Settings.Get(SettingNames.StorageStrategy).Origin.ToString().ShouldBe("default");
        loaded.Settings.All.Count.ShouldBe(SettingsTable.All.Count);
        loaded.Files.ShouldBeEmpty();
    }

    [Fact]
    public void The_later_source_wins_all_the_way_up()
    {
        using var folder = new SettingsFolder();
        string Origin() => folder.Load().Settings.Get(SettingNames.MultipartConcurrency) is var setting ? $"{setting.Value} {setting.Origin}" : "";

        Origin().ShouldBe("10 default");
        folder.File(".env", "# c\nHOLDFAST_ENV=staging\nMULTIPART_CONCURRENCY=1\n");
        Origin().ShouldBe("1 .env:3");
        folder.File(".env.staging", "MULTIPART_CONCURRENCY=2");
        Origin().ShouldBe("2 .env.staging:1");
        folder.File(".env.local", "\nMULTIPART_CONCURRENCY=3");
        Origin().ShouldBe("3 .env.local:2");
        folder.Environment("MULTIPART_CONCURRENCY", "4");
        Origin().ShouldBe("4 environment");
        folder.CommandLine("MULTIPART_CONCURRENCY", "5");
        Origin().ShouldBe("5 command line");
    }

    [Fact]
    public void The_environment_chooses_the_second_file_before_the_first_file_does()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "HOLDFAST_ENV=a").File(".env.a", "CHAT_MODEL=a").File(".env.b", "CHAT_MODEL=b").Environment("HOLDFAST_ENV", "b");

        folder.Load().Settings.Text(SettingNames.ChatModel).ShouldBe("b");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void The_name_of_the_second_file_cannot_lead_elsewhere(string name)
    {
        using var folder = new SettingsFolder();

        var loaded = folder.Environment("HOLDFAST_ENV", name).Load();

        loaded.HasErrors.ShouldBeTrue();
        loaded.Problems.ShouldContain(problem => problem.Message.Contains("HOLDFAST_ENV (environment)"));
    }

    [Fact]
    public void Files_that_are_asked_for_replace_the_usual_ones_and_the_later_wins()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "CHAT_MODEL=usual\nMAX_IMAGE_SIZE_MB=7").File("one.env", "CHAT_MODEL=one\nSESSION_HOURS=1").File("two.env", "CHAT_MODEL=two");

        var loaded = folder.EnvFile("one.env").EnvFile(Path.Combine(folder.Path, "two.env")).Load();

        loaded.Settings.Text(SettingNames.ChatModel).ShouldBe("two");
        loaded.Settings.Number(SettingNames.SessionHours).ShouldBe(1);
        loaded.Settings.Number(SettingNames.MaxImageSizeMb).ShouldBe(25);
        loaded.Files.Select(file => file.ShownPath).ShouldBe(["one.env", "two.env"]);
    }

    [Theory]
    [InlineData("missing.env", "does not exist")]
    [InlineData("folder", "is a folder")]
    [InlineData("", "empty name")]
    public void A_file_that_was_asked_for_must_be_readable(string name, string reason)
    {
        using var folder = new SettingsFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "folder"));

        var problem = folder.EnvFile(name).Load().Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain(reason);
    }

    [Fact]
    public void A_folder_called_dot_env_is_somebody_elses()
    {
        using var folder = new SettingsFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, ".env"));

        folder.Load().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_value_is_unset_and_does_not_hide_an_earlier_source()
    {
        using var folder = new SettingsFolder();
        folder.File(".env", "CHAT_MODEL=kept\nS3_BUCKET_NAME=\nS3_REGION=\"  \"").Environment("CHAT_MODEL", "").Environment("S3_BUCKET_NAME", " ");

        var settings = folder.Load().Settings;

        settings.Text(SettingNames.ChatModel).ShouldBe("kept");
        settings.TextOrNull(SettingNames.S3BucketName).ShouldBeNull();
        settings.Text(SettingNames.S3Region).ShouldBe("us-east-1");
    }

    [Fact]
    public void A_name_set_twice_in_one_file_is_a_warning_that_says_which_line_counts()
    {
        var loaded = SettingsFolder.Load("CHAT_MODEL=a\n\nCHAT_MODEL=b\n");

        loaded.Settings.Text(SettingNames.ChatModel).ShouldBe("b");
        loaded.Problems.ShouldHaveSingleItem().Message.ShouldBe("CHAT_MODEL is set more than once in .env (lines 1, 3); line 3 counts.");
    }

    public static TheoryData<byte[], string> Nonsense => new()
    {
        { [0x7F, 0x45, 0x4C, 0x46, 0x0A, 0x00, 0x01], ".env:2 cannot be used: it is not a text file" },
        { [0x41, 0x3D, 0x31, 0x0A, 0xC3, 0x28], ".env:2 cannot be used: it is not UTF-8" },
        { Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("A=1")).ToArray(), "UTF-16" },
        { new byte[2 * 1024 * 1024], "larger than 1MB" },
        { "A=\"open"u8.ToArray(), ".env:1 cannot be read: the double quote" },
        { "{\n}"u8.ToArray(), ".env:1 cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void A_file_of_nonsense_is_an_error_with_its_line(byte[] bytes, string message)
    {
        using var folder = new SettingsFolder();

        var loaded = folder.File(".env", bytes).Load();

        loaded.HasErrors.ShouldBeTrue();
        loaded.Problems[0].Message.ShouldContain(message);
        loaded.Settings.Text(SettingNames.StorageStrategy).ShouldBe("local_primary");
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(7);
        using var folder = new SettingsFolder();
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            folder.File(".env", bytes).Load().Settings.ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("S3_BUKET_NAME", "S3_BUCKET_NAME")]
    [InlineData("s3_bucket_name", "S3_BUCKET_NAME")]
    [InlineData("STORAGE_STRATGEY", "STORAGE_STRATEGY")]
    [InlineData("MAX_UPLOAD_SIZE", "MAX_UPLOAD_SIZE_MB")]
    [InlineData("S3_ENDPOINT_URI", "S3_ENDPOINT_URL")]
    [InlineData("BACKEND_ARCHIVE_BUKET_NAME", "BACKEND_ARCHIVE_BUCKET_NAME")]
    [InlineData("BACKEND_TRY_TIMEOT", "BACKEND_TRY_TIMEOUT")]
    [InlineData("SMTP_HOST", null)]
    [InlineData("REDIS_URL", null)]
    public void An_unknown_name_in_a_file_is_a_note_with_the_closest_known_one(string name, string? closest)
    {
        var problem = SettingsFolder.Load($"{name}=hunter2").Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Note);
        problem.Names.ShouldBe([name]);
        problem.Message.ShouldStartWith($"{name} (.env:1) is not a setting of Holdfast and is ignored");
        problem.Message.ShouldNotContain("hunter2");
        if (closest is null)
        {
            problem.Message.ShouldNotContain("did you mean");
        }
        else
        {
            problem.Message.ShouldEndWith($"did you mean {closest}?");
        }
    }

    [Fact]
    public void A_large_file_of_something_else_is_told_in_a_few_lines()
    {
        var prose = SettingsFolder.Load(string.Concat(Enumerable.Repeat("lorem ipsum dolor\n", 50_000)));
        prose.Problems.Count.ShouldBe(21);
        prose.Problems[^1].Message.ShouldBe("49980 more lines of .env cannot be read; is it a settings file?");

        var others = SettingsFolder.Load(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"OTHER_PROGRAM_{i}=1\n")));
        others.Problems.Count.ShouldBe(101);
        others.Problems[^1].Message.ShouldStartWith("19900 more names");
    }

    [Fact]
    public void Unknown_names_in_the_environment_are_nobodys_business()
    {
        using var folder = new SettingsFolder();

        folder.Environment("PATH", "/bin").Environment("BACKEND_API_URL", "http://x").Environment("S3_BUKET_NAME", "x").Load().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_name_on_the_command_line_is_an_error()
    {
        using var folder = new SettingsFolder();

        var problem = folder.CommandLine("S3_BUKET_NAME", "x").Load().Problems.ShouldHaveSingleItem();

        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain("S3_BUCKET_NAME");
    }

    [Fact]
    public void Paths_start_at_the_working_directory()
    {
        using var folder = new SettingsFolder();

        var settings = folder.File(".env", "STORAGE_DIR=data/\nPRICE_TABLE=/etc/prices.json").Load().Settings;

        settings.FullPath(SettingNames.StorageDir).TrimEnd('/').ShouldBe(Path.Combine(folder.Path, "data"));
        settings.FullPath(SettingNames.PriceTable).ShouldBe("/etc/prices.json");
        settings.FullPathOrNull(SettingNames.MindsDbConfig).ShouldBeNull();
    }

    [Fact]
    public void Defaults_follow_the_setting_that_they_are_made_from()
    {
        var settings = SettingsFolder.Load("STORAGE_DIR=/data/").Settings;

        settings.Text(SettingNames.ImageStoragePath).ShouldBe("/data/images");
        settings.Text(SettingNames.DatabaseUrl).ShouldBe("sqlite:/data/.holdfast/catalog.db");
        SettingsFolder.Load("").Settings.Text(SettingNames.ImageStoragePath).ShouldBe("./storage/images");
    }

    [Fact]
    public void The_sources_of_this_process_are_its_folder_and_its_environment()
    {
        var sources = SettingsSources.OfThisProcess();

        sources.WorkingDirectory.ShouldBe(Directory.GetCurrentDirectory());
        sources.Environment.ContainsKey("PATH").ShouldBeTrue();
    }
}
