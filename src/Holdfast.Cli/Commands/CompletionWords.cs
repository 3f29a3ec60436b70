using System.CommandLine;

namespace Holdfast.Cli.Commands;

/// <summary>What may follow a command.</summary>
/// <param name="Path">The command's words after <c>holdfast</c>, with a space between them; empty for the root.</param>
/// <param name="Words">Subcommands and options.</param>
internal sealed record CompletionWords(string Path, IReadOnlyList<string> Words)
{
    /// <summary>The words of all commands, taken from the commands themselves so that none is forgotten.</summary>
    public static IReadOnlyList<CompletionWords> Of(RootCommand root)
    {
        var shared = root.Options.Where(option => option.Recursive).Select(option => option.Name).Append("--help").Distinct().ToList();
        var all = new List<CompletionWords>();
        Add(all, root, string.Empty, shared);
        return all;
    }

    private static void Add(List<CompletionWords> all, Command command, string path, IReadOnlyList<string> shared)
    {
        var words = command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name)).Concat(shared).Distinct();
        all.Add(new CompletionWords(path, [.. words]));
        foreach (var sub in command.Subcommands)
        {
            Add(all, sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}", shared);
        }
    }
}
