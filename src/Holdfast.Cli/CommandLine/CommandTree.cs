using System.CommandLine;
using System.CommandLine.Help;
using Holdfast.Cli.Commands;

namespace Holdfast.Cli.CommandLine;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    /// <summary>Makes the root with everything below it.</summary>
    public static RootCommand Create(CommandRunner runner, GlobalOptions options)
    {
        var root = new RootCommand("Files under keys, kept safe on the backends of your choice.");
        root.Directives.Clear();
        options.AddTo(root);

        // The framework's own option refuses to stand beside --json.
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        root.Options.Add(new Option<bool>("--version") { Description = "Show the version", Action = new VersionAction(options) });
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExitCodesHelp((HelpAction)help.Action!);
        }

        foreach (var command in Commands(runner, root))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static IEnumerable<Command> Commands(CommandRunner runner, RootCommand root) =>
    [
        ServeCommand.Create(runner),
        StatusCommand.Create(runner),
        LsCommand.Create(runner),
        PutCommand.Create(runner),
        GetCommand.Create(runner),
        CatCommand.Create(runner),
        RmCommand.Create(runner),
        CpCommand.Create(runner),
        MvCommand.Create(runner),
        StatCommand.Create(runner),
        DuCommand.Create(runner),
        ExplainCommand.Create(runner),
        VerifyCommand.Create(runner),
        JobsCommand.Create(runner),
        ConfigCommand.Create(runner),
        UserCommand.Create(runner),
        TokenCommand.Create(runner),
        CompletionCommand.Create(runner, root),
    ];
}
