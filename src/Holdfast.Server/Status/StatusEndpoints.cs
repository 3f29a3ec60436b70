using System.Reflection;
using System.Runtime.InteropServices;
using Holdfast.Engine;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Status;
using Holdfast.Server.Auth;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;
using Holdfast.Server.Files;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Status;

/// <summary>How storage is and what lies in it.</summary>
internal sealed class StatusEndpoints(IHoldfast holdfast, HttpSettings settings)
{
    public static void Map(IEndpointRouteBuilder routes, StatusEndpoints endpoints)
    {
        routes.MapBoth("GET", "/storage/status", endpoints.StatusAsync, Policies.Read, new("status", "How storage is") { Answers = { [200] = typeof(StorageStatusJson) } });
        routes.Map("GET", "/api/admin/storage/status", endpoints.AdminStatusAsync, Policies.Superuser, new("status", "How storage is, with settings, counts and the last verification") { Answers = { [200] = typeof(StorageStatusJson) } });
        routes.MapBoth("GET", "/bucket/stats", endpoints.StatsAsync, Policies.Read, new("status", "Counts and bytes: in all and by segment, backend and content type") { Answers = { [200] = typeof(BucketStatsJson) } });
        routes.MapBoth("GET", "/bucket/list/{segment}", endpoints.SegmentAsync, Policies.Read, new("status", "The objects of one segment")
        {
            Query = ["limit", "cursor"],
            Answers = { [200] = typeof(SegmentListJson) },
        });
        routes.MapBoth("GET", "/admin/storage-service/info", endpoints.InfoAsync, Policies.Superuser, new("status", "The active backend and strategy, settings masked, capabilities, versions") { Answers = { [200] = typeof(ServiceInfoJson) } });
    }

    private async Task StatusAsync(HttpContext context)
    {
        var status = await holdfast.GetStatusAsync(context.RequestAborted);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, StatusMapper.Map(status, settings), HoldfastJson.Web.StorageStatusJson);
    }

    private async Task AdminStatusAsync(HttpContext context)
    {
        var status = await holdfast.GetStatusAsync(context.RequestAborted);
        var statistics = await holdfast.GetStatisticsAsync(null, context.RequestAborted);
        var jobs = await holdfast.Jobs.ListAsync(100, null, context.RequestAborted);
        var body = StatusMapper.Map(status, settings) with
        {
            Configuration = settings.ShownToAdministrators,
            Objects = Tallies(statistics.Backends),
            LastVerification = jobs.Jobs.FirstOrDefault(j => j.Kind == "verify" && j.HasEnded) is { } last ? JobJson.From(last) : null,
        };
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.StorageStatusJson);
    }

    private async Task StatsAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var status = await holdfast.GetStatusAsync(context.RequestAborted);
        var statistics = await holdfast.GetStatisticsAsync(access.OrgId, context.RequestAborted);
        var first = StatusMapper.First(status);
        var mapper = new ObjectMapper(access, new ObjectLinks(context.Request, settings));
        var body = new BucketStatsJson(
            statistics.Total.Count,
            statistics.Total.Bytes,
            Math.Round(statistics.Total.Bytes / 1048576.0, 2),
            first?.Type ?? "local",
            first?.Bucket,
            Tallies(statistics.Segments),
            Tallies(statistics.Backends),
            Tallies(statistics.ContentTypes),
            mapper.Map([.. statistics.Largest.Where(o => access.MaySee(o.Key))]));
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.BucketStatsJson);
    }

    private async Task SegmentAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var segment = (string)context.Request.RouteValues["segment"]!;
        var query = context.Request.Query;
        var page = await holdfast.ListAsync(
            new ListQuery
            {
                Prefix = access.ToPrefix(segment + "/"),
                Limit = QueryValues.Limit(query),
                Cursor = QueryValues.Text(query, "cursor"),
                OrgId = access.OrgId,
            },
            context.RequestAborted);
        if (page.Objects.Count == 0 && !Segments.Known.Contains(segment))
        {
            var there = await holdfast.GetStatisticsAsync(access.OrgId, context.RequestAborted);
            if (!there.Segments.ContainsKey(segment))
            {
                var allowed = Segments.Known.Concat(there.Segments.Keys.Where(s => s.Length > 0)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
                await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "unknown_segment", "There is no such segment.", new Dictionary<string, object?> { ["allowed"] = allowed });
                return;
            }
        }

        var objects = new ObjectMapper(access, new ObjectLinks(context.Request, settings)).Map(page.Objects);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, new SegmentListJson(segment, objects.Count, objects, page.NextCursor), HoldfastJson.Web.SegmentListJson);
    }

    private async Task InfoAsync(HttpContext context)
    {
        var status = await holdfast.GetStatusAsync(context.RequestAborted);
        var first = StatusMapper.First(status);
        var body = new ServiceInfoJson(
            "holdfast",
            typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
            RuntimeInformation.FrameworkDescription,
            StatusMapper.StateOf(status, settings),
            settings.WantedStrategy ?? status.Strategy,
            first?.Name ?? "local",
            first?.Type ?? "local",
            first?.Bucket,
            [.. status.Backends.Select(StatusMapper.Map)],
            settings.ShownToAdministrators);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.ServiceInfoJson);
    }

    private static Dictionary<string, TallyJson> Tallies(IReadOnlyDictionary<string, Tally> tallies) =>
        tallies.ToDictionary(t => t.Key, t => new TallyJson(t.Value.Count, t.Value.Bytes), StringComparer.Ordinal);
}
