namespace Holdfast.Settings.Tests.Documents;

public class ExplanationTests
{
    [Fact]
    public void Every_setting_is_a_row_with_its_masked_value_and_its_origin()
    {
        var explanation = ConfigExplanation.Of(SettingsFolder.Load("S3_ACCESS_KEY_ID=AK\nS3_SECRET_ACCESS_KEY=hunter2\nMULTIPART_CONCURRENCY=7"));

        explanation.ExitCode.ShouldBe(0);
        explanation.Files.ShouldBe([".env"]);
        explanation.Rows.Select(row => row.Name).ShouldBe(SettingsTable.All.Select(row => row.Name));
        var secret = explanation.Rows.Single(row => row.Name == "S3_SECRET_ACCESS_KEY");
        secret.ShouldBe(new ExplanationRow("S3_SECRET_ACCESS_KEY", "********", ".env:2", null, SettingState.Given, true, SettingCategory.S3, false));
        explanation.ToText(onlyGiven: true).ShouldBe(
            """
            files: .env

            Storage
              MULTIPART_CONCURRENCY  7         .env:3

            S3
              S3_ACCESS_KEY_ID       ********  .env:1
              S3_SECRET_ACCESS_KEY   ********  .env:2

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Only_an_error_makes_the_exit_code_1()
    {
        ConfigExplanation.Of(SettingsFolder.Load("S3_BUCKET_NAME=your_bucket\nFOO=1")).ExitCode.ShouldBe(0);
        ConfigExplanation.Of(SettingsFolder.Load("MULTIPART_CONCURRENCY=x")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public void Problems_stand_first_and_errors_before_all_others()
    {
        var explanation = ConfigExplanation.Of(SettingsFolder.Load("SMTP_HOST=1\nS3_BUCKET_NAME=your_bucket\nMULTIPART_CONCURRENCY=x"));

        explanation.Problems.Select(problem => problem.Severity).ShouldBe([ProblemSeverity.Error, ProblemSeverity.Warning, ProblemSeverity.Note]);
        var text = explanation.ToText(onlyGiven: true);
        text.ShouldContain("\nerror: MULTIPART_CONCURRENCY (.env:3): 'x' is not allowed");
        text.ShouldContain("\nwarning: S3_BUCKET_NAME (.env:2) is still the placeholder");
        text.ShouldContain("\nnote: SMTP_HOST (.env:1) is not a setting");
        text.ShouldContain("  [invalid]");
        text.ShouldContain("  [placeholder]");
    }
}
