using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast user</c>: people who may sign in.</summary>
internal static class UserCommand
{
    public static Command Create(CommandRunner runner) => new("user", "Manage the people who may sign in") { List(runner), Add(runner), Password(runner), Remove(runner) };

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List people");
        runner.Bind(command, context => Listing.RunAsync(
            context,
            "/api/users",
            "users",
            int.MaxValue,
            ["ID", "EMAIL", "ORG", "ROLE", "SUPERUSER"],
            user => [user.Text("id") ?? "-", user.Text("email") ?? "-", user.Text("org_id") ?? "-", user.Text("role") ?? "-", user.Member("superuser") is { ValueKind: JsonValueKind.True } ? "yes" : "no"],
            "There is nobody."));
        return command;
    }

    private static Command Add(CommandRunner runner)
    {
        var email = new Argument<string>("EMAIL") { Description = "The address to sign in with" };
        var role = new Option<string?>("--role") { Description = "viewer, editor or owner (viewer)", HelpName = "ROLE" };
        role.AcceptOnlyFromAmong("viewer", "editor", "owner");
        var org = new Option<long?>("--org") { Description = "The org's id (the caller's own)", HelpName = "ID" };
        var superuser = new Option<bool>("--superuser") { Description = "May administer the platform" };
        var stdin = NewPassword.Option();
        var command = new Command("add", "Add a person; a password is made up unless one is given") { email, role, org, superuser, stdin };
        runner.Bind(command, async context =>
        {
            var address = context.Arguments.GetRequiredValue(email);
            var password = await NewPassword.TakeAsync(context, context.Arguments.GetValue(stdin));
            var client = await context.ConnectAsync();
            var request = new NewUserRequest(address, password.Text, context.Arguments.GetValue(org), context.Arguments.GetValue(role), context.Arguments.GetValue(superuser) ? true : null);
            var made = await FirstStartHint.AroundAsync(context, () => client.SendAsync(HttpMethod.Post, "/api/users", request, ClientJson.Default.NewUserRequest, repeatable: false, context.Cancellation));
            password.Tell(context, made, $"Added {address} (id {made.Text("id")}).");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Password(CommandRunner runner)
    {
        var who = Who();
        var stdin = NewPassword.Option();
        var command = new Command("password", "Set a person's password; one is made up unless it is given") { who, stdin };
        runner.Bind(command, async context =>
        {
            var client = await context.ConnectAsync();
            var id = await IdAsync(context, client, context.Arguments.GetRequiredValue(who));
            var password = await NewPassword.TakeAsync(context, context.Arguments.GetValue(stdin));
            var changed = await client.SendAsync(HttpMethod.Patch, PathOf(id), new PasswordRequest(password.Text), ClientJson.Default.PasswordRequest, repeatable: true, context.Cancellation);
            password.Tell(context, changed, $"The password of {changed.Text("email") ?? id} was set; other sessions were ended.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(CommandRunner runner)
    {
        var who = Who();
        var command = new Command("remove", "Remove a person; what they stored stays") { who };
        runner.Bind(command, async context =>
        {
            var client = await context.ConnectAsync();
            var name = context.Arguments.GetRequiredValue(who);
            var id = await IdAsync(context, client, name);
            await client.SendAsync(HttpMethod.Delete, PathOf(id), repeatable: true, context.Cancellation);
            if (context.Terminal.IsJson)
            {
                context.Json.Document(writer =>
                {
                    writer.WriteString("id", id);
                    writer.WriteBoolean("removed", true);
                });
            }

            context.Terminal.Done($"Removed {name}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Who() => new("USER") { Description = "The email address or the id" };

    private static string PathOf(string id) => "/api/users/" + KeyPath.EncodeQuery(id);

    private static async Task<string> IdAsync(CommandContext context, HoldfastClient client, string name)
    {
        await foreach (var user in Listing.ItemsAsync(client, "/api/users", "users", int.MaxValue, context.Cancellation))
        {
            if (user.Text("id") == name || string.Equals(user.Text("email"), name, StringComparison.OrdinalIgnoreCase))
            {
                return user.Text("id")!;
            }
        }

        throw new CommandFailure(ExitCode.NotFound, $"There is no user '{name}'.", "'holdfast user list' shows all.") { Code = "not_found" };
    }
}
