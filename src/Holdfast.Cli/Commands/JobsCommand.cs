using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.CommandLine;
using Holdfast.Cli.Output;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast jobs</c>: long work, which goes on without the command line.</summary>
internal static class JobsCommand
{
    public static Command Create(CommandRunner runner) => new("jobs", "Show, follow and stop long work")
    {
        List(runner),
        WithId(runner, "show", "Show a job", ShowAsync),
        WithId(runner, "watch", "Follow a job until it has ended", WatchAsync),
        WithId(runner, "cancel", "Ask a job to stop; what is done stays", (context, id) => ActAsync(context, id, "cancel", "Asked to stop: ")),
        WithId(runner, "retry", "Queue an ended job again, for what failed or was left", (context, id) => ActAsync(context, id, "retry", "Queued again: ")),
        Items(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var limit = Inputs.Limit();
        var command = new Command("list", "List jobs, newest first") { limit };
        runner.Bind(command, context => Listing.RunAsync(
            context,
            "/api/admin/jobs",
            "jobs",
            context.Arguments.GetValue(limit),
            ["ID", "KIND", "STATE", "DONE", "FAILED", "QUEUED AT"],
            raw =>
            {
                var job = HoldfastClient.Read(raw, ClientJson.Default.RemoteJob);
                return [job.Id, job.Kind, job.State, Done(job.Progress), job.Progress.FilesFailed.ToString(CultureInfo.InvariantCulture), Human.Time(job.CreatedAt)];
            },
            "There are no jobs."));
        return command;
    }

    private static Command Items(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The job" };
        var kind = new Option<string?>("--kind") { Description = "Only findings of this kind, such as missing, corrupt or orphans", HelpName = "KIND" };
        var limit = Inputs.Limit();
        limit.DefaultValueFactory = _ => int.MaxValue;
        var command = new Command("items", "List what a job noted of single objects") { id, kind, limit };
        runner.Bind(command, context => Listing.StreamAsync(
            context,
            JobEvents.PathOf(context.Arguments.GetRequiredValue(id)) + "/items" + (context.Arguments.GetValue(kind) is { } only ? "?kind=" + KeyPath.EncodeQuery(only) : string.Empty),
            "items",
            context.Arguments.GetValue(limit),
            item => string.Join("  ", new[] { item.Text("kind"), item.Text("key"), item.Text("backend"), item.Text("detail") }.OfType<string>().Select(Printable.Escape))));
        return command;
    }

    private static Command WithId(CommandRunner runner, string name, string description, Func<CommandContext, string, Task<ExitCode>> body)
    {
        var id = new Argument<string>("ID") { Description = "The job" };
        var command = new Command(name, description) { id };
        runner.Bind(command, context => body(context, context.Arguments.GetRequiredValue(id)));
        return command;
    }

    private static async Task<ExitCode> ShowAsync(CommandContext context, string id)
    {
        var client = await context.ConnectAsync();
        Show(context, await client.GetAsync(JobEvents.PathOf(id), context.Cancellation));
        return ExitCode.Done;
    }

    private static async Task<ExitCode> WatchAsync(CommandContext context, string id)
    {
        await context.ConnectAsync();
        var (job, raw) = await JobFollower.FollowAsync(context, id, "Job");
        Show(context, raw);
        return job.State switch
        {
            "succeeded" => job.Progress.FilesFailed > 0 ? ExitCode.Partial : ExitCode.Done,
            _ => ExitCode.Failed,
        };
    }

    private static async Task<ExitCode> ActAsync(CommandContext context, string id, string action, string done)
    {
        var client = await context.ConnectAsync();
        var answer = await client.SendAsync(HttpMethod.Post, JobEvents.PathOf(id) + "/" + action, repeatable: action == "cancel", context.Cancellation);
        if (context.Terminal.IsJson)
        {
            context.Json.Document(answer);
        }

        var state = answer.Text("state");
        context.Terminal.Done(action == "cancel" && state is "succeeded" or "failed" ? $"The job {id} had ended already ({state})." : done + id);
        return ExitCode.Done;
    }

    private static void Show(CommandContext context, JsonElement raw)
    {
        if (context.Terminal.IsJson)
        {
            context.Json.Document(raw);
            return;
        }

        var job = HoldfastClient.Read(raw, ClientJson.Default.RemoteJob);
        var facts = new List<(string, string?)>
        {
            ("id", job.Id),
            ("kind", job.Kind),
            ("state", job.State),
            ("done", Done(job.Progress)),
            ("failed", job.Progress.FilesFailed > 0 ? job.Progress.FilesFailed.ToString(CultureInfo.InvariantCulture) : null),
            ("error", job.ErrorText),
            ("owner", job.Owner),
            ("queued", Human.ExactTime(job.CreatedAt)),
            ("began", job.StartedAt is null ? null : Human.ExactTime(job.StartedAt)),
            ("ended", job.FinishedAt is null ? null : Human.ExactTime(job.FinishedAt)),
        };
        if (job.Report is { ValueKind: JsonValueKind.Object } report)
        {
            facts.AddRange(report.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String).Select(member => (member.Name.Replace('_', ' '), (string?)member.Value.ToString())));
        }

        Columns.Pairs(context.Terminal, facts);
    }

    private static string Done(RemoteProgress progress) =>
        (progress.FilesTotal is { } total ? string.Create(CultureInfo.InvariantCulture, $"{progress.FilesDone}/{total} files") : Human.Count(progress.FilesDone, "file")) + $", {Human.Bytes(progress.BytesDone)}";
}
