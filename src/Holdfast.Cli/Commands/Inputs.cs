using System.CommandLine;
using System.CommandLine.Parsing;

namespace Holdfast.Cli.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class Inputs
{
    /// <summary>A key.</summary>
    public static Argument<string> Key(string name = "KEY", string description = "The key, exactly as it is") => new(name) { Description = description };

    /// <summary>A prefix that may be left out.</summary>
    public static Argument<string> Prefix() => new("PREFIX") { Description = "Only keys that begin with this text", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => string.Empty };

    /// <summary>Whether everything below is meant.</summary>
    public static Option<bool> Recursive(string description) => new("--recursive", "-r") { Description = description };

    /// <summary>How many transfers run at once.</summary>
    public static Option<int> Transfers()
    {
        var option = new Option<int>("--transfers") { Description = "How many files at once (1 to 64)", HelpName = "N", DefaultValueFactory = _ => 4 };
        option.Validators.Add(result => Range(result, option, 1, 64));
        return option;
    }

    /// <summary>How many lines are wanted.</summary>
    public static Option<int> Limit()
    {
        var option = new Option<int>("--limit") { Description = "How many at most", HelpName = "N", DefaultValueFactory = _ => 100 };
        option.Validators.Add(result => Range(result, option, 1, int.MaxValue));
        return option;
    }

    /// <summary>A prefix as the name of a folder: <c>-r docs</c> means what lies below <c>docs/</c>, not <c>docs2/</c> too.</summary>
    public static string AsFolder(string prefix) => prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/";

    private static void Range(OptionResult result, Option<int> option, int least, int most)
    {
        // A value that is no number has its own message.
        if (result.Errors.Any() || result.Tokens.Any(token => !int.TryParse(token.Value, out _)))
        {
            return;
        }

        if (result.GetValue(option) < least || result.GetValue(option) > most)
        {
            result.AddError($"{option.Name} takes a number from {least} to {most}.");
        }
    }
}
