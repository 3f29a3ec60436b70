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
        foreach (var option in root.Options)
        {
            if (option is VersionOption)
            {
                option.Action = new VersionAction(options);
            }
            else if (option is HelpOption { Action: HelpAction usual })
            {
                option.Action = new ExitCodesHelp(usual);
            }
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
