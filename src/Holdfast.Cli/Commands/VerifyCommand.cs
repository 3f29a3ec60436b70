using System.CommandLine;
using System.Globalization;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Failures;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast verify</c>: checks that everything is there and right.</summary>
internal static class VerifyCommand
{
    private static readonly string[] Findings = ["checked", "ok", "missing", "corrupt", "wrong_size", "foreign", "orphans", "repaired", "unrecoverable"];

    public static Command Create(CommandRunner runner)
    {
        var prefix = Inputs.Prefix();
        var deep = new Option<bool>("--deep") { Description = "Read and hash every byte; else sizes and identities" };
        var repair = new Option<bool>("--repair") { Description = "Repair what can be, from a good replica or version" };
        var orphans = new Option<bool>("--clean-up-orphans") { Description = "Move bytes that belong to no object into quarantine" };
        var age = new Option<double?>("--orphan-age-hours") { Description = "Only orphans first seen so long ago (24; 0 is at once)", HelpName = "HOURS" };
        age.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var hours) && !(hours >= 0))
            {
                result.AddError("--orphan-age-hours takes a number from 0.");
            }
        });
        var detach = new Option<bool>("--detach") { Description = "Begin it and do not wait" };
        var command = new Command("verify", "Check that everything is there and right (exit 5 when damage is left)") { prefix, deep, repair, orphans, age, detach };
        runner.Bind(command, context => RunAsync(
            context,
            new VerifyRequest(
                context.Arguments.GetValue(deep),
                context.Arguments.GetValue(repair),
                context.Arguments.GetValue(orphans),
                context.Arguments.GetValue(age),
                context.Arguments.GetRequiredValue(prefix) is { Length: > 0 } only ? only : null),
            context.Arguments.GetValue(detach)));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, VerifyRequest request, bool detach)
    {
        var client = await context.ConnectAsync();

        // Verifying twice does no harm, but the first answer must be the one that is followed.
        var answer = await client.SendAsync(HttpMethod.Post, "/api/admin/storage/verify", request, ClientJson.Default.VerifyRequest, repeatable: false, context.Cancellation);
        var id = answer.Text("job_id") ?? throw new System.Text.Json.JsonException("The server began a job without naming it.");
        if (detach)
        {
            if (context.Terminal.IsJson)
            {
                context.Json.Document(answer);
            }

            context.Terminal.Line(id);
            context.Terminal.Note($"To follow it: 'holdfast jobs watch {id}'.");
            return ExitCode.Done;
        }

        var (job, raw) = await JobFollower.FollowAsync(context, id, "Verifying");
        if (context.Terminal.IsJson)
        {
            context.Json.Document(raw);
        }

        return Tell(context, job, request.Repair);
    }

    /// <summary>Tells what an ended verification found.</summary>
    public static ExitCode Tell(CommandContext context, RemoteJob job, bool repaired)
    {
        if (job.State != "succeeded")
        {
            throw new CommandFailure(ExitCode.Failed, $"The verification {(job.State == "cancelled" ? "was cancelled" : "failed")}{(job.ErrorText is { } reason ? ": " + reason : ".")}", $"To try again: 'holdfast jobs retry {job.Id}'.") { Code = "job_" + job.State };
        }

        Columns.Pairs(context.Terminal, [.. Findings.Where(name => name is "checked" or "ok" || job.Count(name) > 0).Select(name => (name.Replace('_', ' '), (string?)job.Count(name).ToString("#,0", CultureInfo.InvariantCulture)))]);

        // What another program changed on purpose is no damage; taking it in counts among the repairs, though.
        var damage = job.Count("missing") + job.Count("corrupt") + job.Count("wrong_size");
        var notRepaired = Math.Min(damage, damage + job.Count("foreign") - job.Count("repaired"));
        var left = Math.Max(job.Count("unrecoverable"), repaired ? notRepaired : damage);
        if (left > 0)
        {
            context.Terminal.Note($"Damage was found. The keys: 'holdfast jobs items {job.Id}'{(repaired ? string.Empty : "; to repair what can be: 'holdfast verify --repair'")}.");
            return ExitCode.Partial;
        }

        context.Terminal.Done(damage > 0 ? "All damage was repaired." : "No damage.");
        return ExitCode.Done;
    }
}
