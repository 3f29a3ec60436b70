using Holdfast.Engine;
using Holdfast.Engine.Verification;
using Holdfast.Errors;
using Holdfast.Server.Auth;
using Holdfast.Server.Contracts;
using Holdfast.Server.Files;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Jobs;

/// <summary>Long work: begin a verification, look at jobs, stop them, send them again.</summary>
internal sealed class JobEndpoints(IHoldfast holdfast)
{
    public static void Map(IEndpointRouteBuilder routes, JobEndpoints endpoints, JobEvents events)
    {
        routes.Map("POST", "/api/admin/storage/verify", endpoints.VerifyAsync, Policies.Superuser, new("jobs", "Verify what is stored; works without a body")
        {
            Body = typeof(VerifyRequestJson),
            Answers = { [202] = typeof(JobStartedJson) },
        });
        routes.Map("GET", "/api/admin/jobs", endpoints.ListAsync, Policies.Superuser, new("jobs", "List jobs, newest first")
        {
            Query = ["limit", "cursor"],
            Answers = { [200] = typeof(JobListJson) },
        });
        routes.Map("GET", "/api/admin/jobs/{id}", endpoints.FindAsync, Policies.Superuser, new("jobs", "One job") { Answers = { [200] = typeof(JobJson) } });
        routes.Map("GET", "/api/admin/jobs/{id}/items", endpoints.ItemsAsync, Policies.Superuser, new("jobs", "What a job noted of single objects")
        {
            Query = ["kind", "limit", "cursor"],
            Answers = { [200] = typeof(JobItemsJson) },
        });
        routes.Map("POST", "/api/admin/jobs/{id}/cancel", endpoints.CancelAsync, Policies.Superuser, new("jobs", "Ask a job to stop") { Answers = { [200] = typeof(JobJson) } });
        routes.Map("POST", "/api/admin/jobs/{id}/retry", endpoints.RetryAsync, Policies.Superuser, new("jobs", "Queue an ended job again") { Answers = { [202] = typeof(JobJson) } });
        routes.Map("GET", "/api/admin/jobs/{id}/events", events.InvokeAsync, Policies.Superuser, new("jobs", "The job each time it changes, as server-sent events") { Answers = { [200] = null } });
    }

    private async Task VerifyAsync(HttpContext context)
    {
        var body = await JsonAnswers.ReadAsync(context.Request, HoldfastJson.Web.VerifyRequestJson) ?? new VerifyRequestJson();
        if (!(body.OrphanAgeHours >= 0))
        {
            throw StorageErrors.InvalidArgument("'orphan_age_hours' is 0 or more.");
        }

        var job = await holdfast.VerifyAsync(
            new VerifyOptions
            {
                Deep = body.Deep,
                Repair = body.Repair,
                CleanUpOrphans = body.CleanUpOrphans,
                OrphanAgeHours = body.OrphanAgeHours,
                Prefix = body.Prefix ?? string.Empty,
                Owner = CallerAccess.Of(context.User).Caller,
            },
            context.RequestAborted);
        context.Response.Headers.Location = $"{context.Request.PathBase}/api/admin/jobs/{Uri.EscapeDataString(job.Id)}";
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status202Accepted, new JobStartedJson(job.Id, JobJson.StateName(job.State)), HoldfastJson.Web.JobStartedJson);
    }

    private async Task ListAsync(HttpContext context)
    {
        var page = await holdfast.Jobs.ListAsync(QueryValues.Limit(context.Request.Query), QueryValues.Text(context.Request.Query, "cursor"), context.RequestAborted);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, new JobListJson([.. page.Jobs.Select(JobJson.From)], page.NextCursor), HoldfastJson.Web.JobListJson);
    }

    private async Task FindAsync(HttpContext context)
    {
        if (await holdfast.Jobs.FindAsync(IdOf(context), context.RequestAborted) is not { } job)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "job_not_found", "There is no job of this id.");
            return;
        }

        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, JobJson.From(job), HoldfastJson.Web.JobJson);
    }

    private async Task ItemsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var page = await holdfast.Jobs.ItemsAsync(IdOf(context), QueryValues.Text(query, "kind"), QueryValues.Limit(query), QueryValues.Text(query, "cursor"), context.RequestAborted);
        var body = new JobItemsJson([.. page.Items.Select(i => new JobItemJson(i.Kind, i.Key, i.Backend, i.Detail))], page.NextCursor);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.JobItemsJson);
    }

    private async Task CancelAsync(HttpContext context)
    {
        var job = await holdfast.Jobs.CancelAsync(IdOf(context), context.RequestAborted);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, JobJson.From(job), HoldfastJson.Web.JobJson);
    }

    private async Task RetryAsync(HttpContext context)
    {
        var job = await holdfast.Jobs.RetryAsync(IdOf(context), context.RequestAborted);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status202Accepted, JobJson.From(job), HoldfastJson.Web.JobJson);
    }

    internal static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
