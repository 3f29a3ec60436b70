using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.CommandLine;

/// <summary>Tells what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageReport
{
    /// <summary>Writes it and gives the exit code.</summary>
    public static ExitCode Write(Terminal terminal, JsonOutput json, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = FullName(parsed.CommandResult);
        var messages = Messages(parsed, command).Distinct().ToList();
        var failure = CommandFailure.Usage(string.Join(' ', messages), $"See '{name} --help'.");
        if (terminal.IsJson)
        {
            json.Fail(writer => FailureReport.WriteJson(writer, failure));
        }

        foreach (var message in messages)
        {
            terminal.ErrorLine("error: " + Printable.Escape(message));
        }

        terminal.ErrorLine("  " + failure.Hint);
        return ExitCode.Usage;
    }

    /// <summary>What stands where a value belongs but looks like an option: almost always a slip, and a dangerous one where keys are deleted.</summary>
    public static string? MistakenOption(ParseResult parsed)
    {
        var end = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        var early = parsed.Tokens.Take(end).ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Command.Arguments
            .SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && early.Contains(token))
            .Select(token => token.Value)
            .FirstOrDefault();
    }

    private static IEnumerable<string> Messages(ParseResult parsed, Command command)
    {
        if (MistakenOption(parsed) is { } mistaken)
        {
            var guess = Suggestion.For(mistaken, Options(parsed.CommandResult));
            yield return $"'{mistaken}' is not an option.{(guess is null ? string.Empty : $" Did you mean '{guess}'?")} Where it is meant as a value, write '--' before it.";
            yield break;
        }

        // One wrong word makes several errors of the parser; the word itself says it all.
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var isOption = word.StartsWith('-') && word.Length > 1;
            var known = isOption ? Options(parsed.CommandResult)
                : command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);
            var what = isOption ? "an option" : command.Subcommands.Count > 0 ? "a command" : "expected here";
            var guess = Suggestion.For(word, known);
            yield return $"'{word}' is not {what}.{(guess is null ? string.Empty : $" Did you mean '{guess}'?")}";
            yield break;
        }

        foreach (var error in parsed.Errors)
        {
            yield return error.Message;
        }
    }

    private static IEnumerable<string> Options(CommandResult result)
    {
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult command)
            {
                foreach (var option in command.Command.Options.Where(option => !option.Hidden && (at == result || option.Recursive)))
                {
                    yield return option.Name;
                }
            }
        }
    }

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : "holdfast";
}
