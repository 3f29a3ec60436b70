using System.CommandLine;
using System.CommandLine.Invocation;

namespace Holdfast.Cli.CommandLine;

/// <summary>Prints the version; with <c>--json</c> as a document.</summary>
internal sealed class VersionAction(GlobalOptions options) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var text = parseResult.GetValue(options.Json) ? $$"""{ "version": "{{ProductVersion.Text}}" }""" : ProductVersion.Text;
        parseResult.InvocationConfiguration.Output.Write(text + "\n");
        return 0;
    }
}
