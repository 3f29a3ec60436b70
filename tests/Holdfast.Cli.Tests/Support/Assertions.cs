namespace Holdfast.Cli.Tests.Support;

internal static class Assertions
{
    /// <summary>The exit code and all of standard output.</summary>
    public static void ShouldBe(this CliResult result, int exitCode, string output)
    {
        (result.Output, result.ExitCode).ShouldBe((output.ReplaceLineEndings("\n"), exitCode), result.Error);
    }
}
