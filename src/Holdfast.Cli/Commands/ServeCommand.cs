using System.CommandLine;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Connecting;
using Holdfast.Cli.Serving;
using Holdfast.Settings;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast serve</c>: runs the server until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandRunner runner)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen, such as http://127.0.0.1:8080; several with ';' between them", HelpName = "URLS" };
        var command = new Command("serve", "Run the server") { urls };
        runner.Bind(command, context =>
        {
            var given = context.Arguments.GetValue(urls) is { } text ? new Dictionary<string, string> { [SettingNames.HoldfastUrls] = text.Replace(';', ',') } : null;
            var loaded = LocalSettings.Load(context.Environment, context.EnvironmentFiles, given);
            LocalSettings.Demand(loaded);
            return new ServedServer(context, loaded).RunAsync();
        });
        return command;
    }
}
