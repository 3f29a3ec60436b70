using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Holdfast.Cli.CommandLine;

/// <summary>The usual help, followed by what the exit codes say.</summary>
internal sealed class ExitCodesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    private const string ExitCodes =
        """
        Exit codes:
          0 done   1 failed   2 usage   3 not found   4 refused   5 partial, or damage found   130 interrupted

        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.Write(ExitCodes.ReplaceLineEndings("\n"));
        return result;
    }
}
