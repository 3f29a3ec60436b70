using System.CommandLine;

namespace Holdfast.Cli.CommandLine;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Server { get; } = new("--server") { Description = "The server to talk to, such as http://127.0.0.1:8080 (or HOLDFAST_URL)", HelpName = "URL", Recursive = true };

    public Option<string?> Token { get; } = new("--token") { Description = "The token to sign in with (better: HOLDFAST_TOKEN)", HelpName = "TOKEN", Recursive = true };

    public Option<string[]> EnvFile { get; } = new("--env-file") { Description = "A settings file instead of .env; may be given more than once", HelpName = "FILE", Recursive = true, Arity = ArgumentArity.OneOrMore };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document on standard output", Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No notes and no progress", Recursive = true };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Tell errors with all details", Recursive = true };

    /// <summary>Adds them to the root.</summary>
    public void AddTo(RootCommand root)
    {
        foreach (var option in (Option[])[Server, Token, EnvFile, Json, Quiet, Debug])
        {
            root.Options.Add(option);
        }
    }
}
