using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Paths;

/// <summary>
/// Takes the key from the raw target of requests for bytes. The server below normalises dot segments before routing sees a path, so
/// routing is given a fixed path instead, and no key can reach another endpoint.
/// </summary>
internal sealed class FileKeyMiddleware(RequestDelegate next)
{
    private static readonly PathString RoutedPath = new("/api/files/-");

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        var raw = reads || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method) ? context.Features.Get<IHttpRequestFeature>()?.RawTarget : null;
        if (string.IsNullOrEmpty(raw) || !FileTarget.TryFindKey(FileTarget.PathOf(raw), context.Request.PathBase.Value, out var encoded, out var uploads))
        {
            return next(context);
        }

        // Resumable uploads speak their own protocol at /api/uploads/{id} and say so in every request.
        if (uploads && (!reads || context.Request.Headers.ContainsKey("Tus-Resumable")))
        {
            return next(context);
        }

        if (!PercentDecoding.TryDecode(encoded, out var text, out var brokenRule))
        {
            return ProblemWriter.WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_key", $"Invalid key: {brokenRule}.");
        }

        context.Features.Set(new RequestedKey(text));
        context.Request.Path = RoutedPath;
        return next(context);
    }
}
