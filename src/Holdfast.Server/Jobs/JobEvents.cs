using System.Text.Json;
using Holdfast.Engine;
using Holdfast.Errors;
using Holdfast.Engine.Jobs;
using Holdfast.Server.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Server.Jobs;

/// <summary>A job's changes as server-sent events, with a heartbeat that keeps proxies from closing a quiet connection.</summary>
internal sealed class JobEvents(IHoldfast holdfast, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task InvokeAsync(HttpContext context)
    {
        var id = JobEndpoints.IdOf(context);
        if (await holdfast.Jobs.FindAsync(id, context.RequestAborted) is null)
        {
            throw StorageErrors.NotFound("There is no job of this id.");
        }

        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // A server that stops ends its streams; clients connect again elsewhere.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using var changes = holdfast.Jobs.WatchAsync(id, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(Heartbeat, time, stop.Token)) != next)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    await WriteAsync(response, ": still here\n\n"u8.ToArray(), stop.Token);
                    continue;
                }

                if (!await next)
                {
                    return;
                }

                await WriteAsync(response, Event(changes.Current), stop.Token);
                next = changes.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Gone or stopping: there is nobody to tell.
        }
        finally
        {
            // An enumerator must not be disposed while it is asked for the next change.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static byte[] Event(JobInfo job)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(JobJson.From(job), HoldfastJson.Web.JobJson);
        return [.. "event: job\ndata: "u8, .. data, .. "\n\n"u8];
    }

    private static async Task WriteAsync(HttpResponse response, byte[] text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
