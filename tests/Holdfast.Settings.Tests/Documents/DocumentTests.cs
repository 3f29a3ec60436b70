namespace Holdfast.Settings.Tests.Documents;

public class DocumentTests
{
    [Fact]
    public void The_committed_configuration_document_is_what_the_table_says() =>
        Committed.ShouldEqual("docs/configuration.md", ConfigurationDocument.Render());

    [Fact]
    public void The_committed_example_file_is_what_the_table_says() =>
        Committed.ShouldEqual(".env.example", EnvExample.Render());

    [Fact]
    public void Every_setting_is_in_both_documents()
    {
        foreach (var row in SettingsTable.All)
        {
            ConfigurationDocument.Render().ShouldContain($"| `{row.Name}` |");
            EnvExample.Render().ShouldContain($"\n#{row.Name}=");
        }
    }

    [Fact]
    public void The_example_file_sets_nothing()
    {
        DotEnvDocument.Parse(EnvExample.Render()).Assignments.ShouldBeEmpty();
    }

    [Fact]
    public void The_example_file_with_every_line_put_in_force_is_the_defaults()
    {
        var inForce = string.Join('\n', EnvExample.Render().Split('\n').Select(line => line.StartsWith('#') && !line.StartsWith("# ") ? line[1..] : line));

        var loaded = SettingsFolder.Load(inForce);

        loaded.Problems.ShouldBeEmpty();
        var defaults = SettingsFolder.Load("").Settings;
        foreach (var row in SettingsTable.All)
        {
            loaded.Settings.TextOrNull(row.Name).ShouldBe(defaults.TextOrNull(row.Name), row.Name);
        }
    }

    [Fact]
    public void Tables_have_four_columns_in_every_row()
    {
        foreach (var line in ConfigurationDocument.Render().Split('\n').Where(line => line.StartsWith("| `") && !line.Contains("| AWS |") && !line.Contains("| MindsDB |")))
        {
            line.Replace("\\|", "").Count(character => character == '|').ShouldBe(5, line);
        }
    }
}
