using System.CommandLine;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast token</c>: what programs sign in with.</summary>
internal static class TokenCommand
{
    public static Command Create(CommandRunner runner) => new("token", "Manage the tokens that programs sign in with") { List(runner), Make(runner), Revoke(runner) };

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List tokens");
        runner.Bind(command, context => Listing.RunAsync(
            context,
            "/api/tokens",
            "tokens",
            int.MaxValue,
            ["ID", "NAME", "SCOPES", "PREFIX", "EXPIRES", "LAST USED"],
            token =>
            [
                token.Text("id") ?? "-",
                token.Text("name") ?? "-",
                string.Join(',', token.Items("scopes").Select(scope => scope.ToString())),
                token.Text("key_prefix") ?? "-",
                Human.Time(token.Time("expires_at")),
                Human.Time(token.Time("last_used_at")),
            ],
            "There are no tokens."));
        return command;
    }

    private static Command Make(CommandRunner runner)
    {
        var name = new Argument<string>("NAME") { Description = "What it is for", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "command line" };
        var scope = new Option<string[]>("--scope") { Description = "read, write or admin; may be given more than once (read)", HelpName = "SCOPE", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        scope.AcceptOnlyFromAmong("read", "write", "admin");
        var prefix = new Option<string?>("--prefix") { Description = "Only keys that begin with this text", HelpName = "PREFIX" };
        var expires = new Option<string?>("--expires-in") { Description = "How long it is valid, such as 12h or 30d (for ever)", HelpName = "TIME" };
        var command = new Command("create", "Make a token; it is shown once") { name, scope, prefix, expires };
        runner.Bind(command, async context =>
        {
            var scopes = context.Arguments.GetValue(scope) is { Length: > 0 } given ? given : ["read"];
            var seconds = SpanText.Seconds(context.Arguments.GetValue(expires));
            var client = await context.ConnectAsync();
            var request = new NewTokenRequest(context.Arguments.GetRequiredValue(name), scopes, context.Arguments.GetValue(prefix), seconds);
            var made = await FirstStartHint.AroundAsync(context, () => client.SendAsync(HttpMethod.Post, "/api/tokens", request, ClientJson.Default.NewTokenRequest, repeatable: false, context.Cancellation));
            if (context.Terminal.IsJson)
            {
                context.Json.Document(made);
            }

            // The token alone on standard output, so that a script can take it.
            context.Terminal.Line(made.Text("token") ?? string.Empty);
            context.Terminal.Note($"It is shown only now. To revoke it: 'holdfast token revoke {made.Text("id")}'.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The token's id" };
        var command = new Command("revoke", "Make a token invalid at once") { id };
        runner.Bind(command, async context =>
        {
            var client = await context.ConnectAsync();
            var named = context.Arguments.GetRequiredValue(id);
            await client.SendAsync(HttpMethod.Delete, "/api/tokens/" + KeyPath.EncodeQuery(named), repeatable: true, context.Cancellation);
            if (context.Terminal.IsJson)
            {
                context.Json.Document(writer =>
                {
                    writer.WriteString("id", named);
                    writer.WriteBoolean("revoked", true);
                });
            }

            context.Terminal.Done($"Revoked {named}.");
            return ExitCode.Done;
        });
        return command;
    }
}
