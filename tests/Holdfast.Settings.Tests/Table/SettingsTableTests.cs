using System.Reflection;
using System.Text.RegularExpressions;

namespace Holdfast.Settings.Tests.Table;

public class SettingsTableTests
{
    public static IEnumerable<string> NamesOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    [Fact]
    public void Every_constant_is_a_row_and_every_row_a_constant()
    {
        var constants = NamesOf(typeof(SettingNames)).Except([SettingNames.BackendPrefix, SettingNames.FileSuffix]).ToList();

        constants.Order().ShouldBe(SettingsTable.All.Select(row => row.Name).Order());
        constants.ShouldBeUnique();
        NamesOf(typeof(BackendFields)).ShouldBe(SettingsTable.BackendFields.Select(row => row.Name));
    }

    [Fact]
    public void Every_row_is_whole()
    {
        foreach (var row in SettingsTable.All.Concat(SettingsTable.BackendFields))
        {
            Regex.IsMatch(row.Name, "^[A-Z][A-Z0-9_]*$").ShouldBeTrue(row.Name);
            row.Description.ShouldEndWith(".", customMessage: row.Name);
            row.Description.ShouldNotContain('\n');
            if (row.Type == SettingType.Name || row.ItemType == SettingType.Name)
            {
                row.Allowed.ShouldNotBeEmpty(row.Name);
            }

            row.Synonyms.Values.ShouldAllBe(meant => row.Allowed.Contains(meant));
            (row.Min <= row.Max || row.Min is null || row.Max is null).ShouldBeTrue(row.Name);
            (row.IsSecret && row.Default is not null && row.Name != SettingNames.DatabaseUrl).ShouldBeFalse($"{row.Name} is a secret with a default");
        }
    }

    [Fact]
    public void Every_default_and_every_example_passes_its_own_check()
    {
        var defaults = SettingsFolder.Load("").Settings;
        foreach (var row in SettingsTable.All)
        {
            (row.Default is null).ShouldBe(defaults.TextOrNull(row.Name) is null, row.Name);
            if (row.Default is not null)
            {
                row.Check(defaults.Text(row.Name)).ShouldBeNull(row.Name);
            }

            if (row.Example is not null)
            {
                row.Check(row.Example).ShouldBeNull(row.Name);
            }
        }
    }

    [Fact]
    public void Names_that_sound_secret_are_secret()
    {
        foreach (var row in SettingsTable.All.Concat(SettingsTable.BackendFields).Where(row => row.Type == SettingType.Text))
        {
            var sounds = Regex.IsMatch(row.Name, "SECRET|PASSWORD|TOKEN|PRIVATE_KEY|ACCESS_KEY|API_KEY|CONNECTION_STRING") || row.Name is "KEY" or "SUPABASE_KEY";
            row.IsSecret.ShouldBe(sounds, row.Name);
        }
    }

    [Theory]
    [InlineData("STORAGE_STRATEGY", "local_primary")]
    [InlineData("STORAGE_DIR", "./storage")]
    [InlineData("HYBRID_SIZE_THRESHOLD_MB", "10")]
    [InlineData("REDUNDANT_WRITE_ACK", "one")]
    [InlineData("REDUNDANT_WAIT", "5s")]
    [InlineData("FALLBACK_SPOOL", "true")]
    [InlineData("DURABILITY", "strict")]
    [InlineData("ADOPT_ON_START", "auto")]
    [InlineData("ON_EXTERNAL_CHANGE", "adopt")]
    [InlineData("TRANSFER_MEMORY_MB", "256")]
    [InlineData("BACKEND_REPROBE_SECONDS", "30")]
    [InlineData("MULTIPART_THRESHOLD_MB", "25")]
    [InlineData("MULTIPART_CONCURRENCY", "10")]
    [InlineData("MAX_UPLOAD_SIZE_MB", "5120")]
    [InlineData("S3_REGION", "us-east-1")]
    [InlineData("S3_ADDRESSING_STYLE", "auto")]
    [InlineData("PRESIGN_EXPIRES_SECONDS", "3600")]
    [InlineData("MAX_IMAGE_SIZE_MB", "25")]
    [InlineData("SUPPORTED_IMAGE_TYPES", "jpg,jpeg,png,gif,bmp,tiff,webp,svg")]
    [InlineData("IMAGE_STORAGE_PATH", "./storage/images")]
    [InlineData("ENABLE_IMAGE_PROCESSING", "true")]
    [InlineData("IMAGE_THUMBNAIL_SIZE", "300")]
    [InlineData("DATABASE_URL", "sqlite:./storage/.holdfast/catalog.db")]
    [InlineData("DEMO_USERS", "false")]
    [InlineData("HOLDFAST_URLS", "http://127.0.0.1:8080")]
    [InlineData("SESSION_HOURS", "12")]
    [InlineData("REGISTRATION", "closed")]
    [InlineData("JOURNAL_RETENTION", "90d")]
    [InlineData("CATALOG_LEASE_SECONDS", "60")]
    public void The_defaults_are_those_of_the_specification(string name, string value)
    {
        SettingsFolder.Load("").Settings.Text(name).ShouldBe(value);
    }
}
