using System.Globalization;
using System.Text;
using Holdfast.Engine;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files.Reading;

/// <summary>GET and HEAD of an object: its bytes, its description or its explanation.</summary>
internal sealed class FileReads(IHoldfast holdfast, HttpSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var key = access.ToKey(KeyOf(context));
        if (!context.Request.QueryString.HasValue)
        {
            return ServeAsync(context, key, version: null, download: false);
        }

        var query = context.Request.Query;
        if (QueryValues.Flag(query, "info"))
        {
            return DescribeAsync(context, access, key, query["version"]);
        }

        if (QueryValues.Flag(query, "explain"))
        {
            return ExplainAsync(context, access, key);
        }

        if (QueryValues.Flag(query, "versions"))
        {
            throw StorageErrors.InvalidArgument("Versions of objects are not kept by this server.");
        }

        // The local backend has no address of its own to redirect to: the bytes come from here, as they do when redirect is not asked for.
        _ = QueryValues.Flag(query, "redirect");
        return ServeAsync(context, key, query["version"], QueryValues.Flag(query, "download"));
    }

    /// <summary>Sends an object's bytes as the request's headers ask for them.</summary>
    public async Task ServeAsync(HttpContext context, ObjectKey key, string? version, bool download)
    {
        var aborted = context.RequestAborted;
        var options = string.IsNullOrEmpty(version) ? OpenOptions.Default : new OpenOptions { Version = version };
        if (HttpMethods.IsHead(context.Request.Method) && options.Version is null)
        {
            var found = await holdfast.FindAsync(key, aborted) ?? throw StorageErrors.NotFound(key);
            await SendAsync(context, found, reader: null, ofOneVersion: false, download);
            return;
        }

        await using var reader = await holdfast.OpenAsync(key, options, aborted);
        await SendAsync(context, reader.Object, reader, options.Version is not null, download);
    }

    private static Task SendAsync(HttpContext context, StoredObject stored, ObjectReader? reader, bool ofOneVersion, bool download)
    {
        var request = context.Request;
        var response = context.Response;
        var modified = ObjectHeaders.Modified(stored);
        var outcome = ReadConditions.Evaluate(request.Headers, stored.ETag, modified);
        if (outcome == StatusCodes.Status412PreconditionFailed)
        {
            throw StorageErrors.PreconditionFailed(stored.Key, request.Headers.IfMatch.Count > 0 ? "If-Match" : "If-Unmodified-Since");
        }

        ObjectHeaders.SetValidators(response.Headers, stored, modified, ofOneVersion);
        if (outcome == StatusCodes.Status304NotModified)
        {
            response.StatusCode = outcome;
            return Task.CompletedTask;
        }

        // Ranges are defined for GET alone.
        var ranges = HttpMethods.IsGet(request.Method) && request.Headers.Range is { Count: 1 } header && ReadConditions.RangeCounts(request.Headers, stored.ETag, modified)
            ? RangeHeader.Parse(header)
            : null;
        var plan = RangePlan.For(ranges, stored.Size);
        if (!plan.Satisfiable)
        {
            throw StorageErrors.RangeNotSatisfiable(stored.Key, stored.Size);
        }

        ObjectHeaders.SetContent(response.Headers, stored, download);
        if (plan.Parts is not { } parts)
        {
            response.ContentLength = stored.Size;
            return Copy(context, reader, 0, stored.Size);
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        if (parts.Count == 1)
        {
            var (offset, length) = parts[0];
            response.Headers.ContentRange = ContentRange(offset, length, stored.Size);
            response.ContentLength = length;
            return Copy(context, reader, offset, length);
        }

        return SendPartsAsync(context, reader!, parts);
    }

    private static Task Copy(HttpContext context, ObjectReader? reader, long offset, long length) =>
        reader is null || length == 0 || HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : reader.CopyToAsync(context.Response.BodyWriter, offset, length, context.RequestAborted);

    private static async Task SendPartsAsync(HttpContext context, ObjectReader reader, IReadOnlyList<(long Offset, long Length)> parts)
    {
        var response = context.Response;
        var size = reader.Object.Size;
        var boundary = Guid.NewGuid().ToString("N");
        var type = response.Headers.ContentType.ToString();
        var heads = new byte[parts.Count][];
        var total = 0L;
        for (var i = 0; i < parts.Count; i++)
        {
            var (offset, length) = parts[i];
            heads[i] = Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: {type}\r\nContent-Range: {ContentRange(offset, length, size)}\r\n\r\n");
            total += heads[i].Length + length;
        }

        var tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        response.Headers.ContentType = "multipart/byteranges; boundary=" + boundary;
        response.ContentLength = total + tail.Length;
        for (var i = 0; i < parts.Count; i++)
        {
            await response.BodyWriter.WriteAsync(heads[i], context.RequestAborted);
            await reader.CopyToAsync(response.BodyWriter, parts[i].Offset, parts[i].Length, context.RequestAborted);
        }

        await response.BodyWriter.WriteAsync(tail, context.RequestAborted);
    }

    private async Task DescribeAsync(HttpContext context, CallerAccess access, ObjectKey key, string? version)
    {
        StoredObject? found;
        if (string.IsNullOrEmpty(version))
        {
            found = await holdfast.FindAsync(key, context.RequestAborted);
        }
        else
        {
            await using var reader = await holdfast.OpenAsync(key, new OpenOptions { Version = version }, context.RequestAborted);
            found = reader.Object;
        }

        var body = new ObjectMapper(access, new ObjectLinks(context.Request, settings)).Map(found ?? throw StorageErrors.NotFound(key));
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.ObjectJson);
    }

    private async Task ExplainAsync(HttpContext context, CallerAccess access, ObjectKey key)
    {
        var explanation = await holdfast.ExplainAsync(key, context.RequestAborted);
        var body = new ObjectMapper(access, new ObjectLinks(context.Request, settings)).Map(explanation);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.ExplanationJson);
    }

    /// <summary>The key of the request's raw target. A path that only became one of files by normalisation names none.</summary>
    public static string KeyOf(HttpContext context) =>
        context.Features.Get<Paths.RequestedKey>()?.Text
        ?? throw StorageErrors.InvalidKey(string.Empty, "the path holds '.' or '..' segments before the key, or no key");

    private static string ContentRange(long offset, long length, long size) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + length - 1}/{size}");
}
