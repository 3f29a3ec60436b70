using Holdfast.Engine;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;
using Holdfast.Server.Files.Reading;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files.Writing;

/// <summary>PUT and DELETE of one object.</summary>
internal sealed class FileWrites(IHoldfast holdfast, HttpSettings settings, UploadRules rules, TimeProvider time)
{
    /// <summary>Stores the body; it goes from the connection's own buffers to the engine.</summary>
    public async Task PutAsync(HttpContext context)
    {
        var request = context.Request;
        var access = CallerAccess.Of(context.User);
        var key = access.ToKey(FileReads.KeyOf(context));
        rules.Admit(request);
        rules.DemandType(request.ContentType, key.Value);
        var options = WriteHeaders.ToOptions(request, rules.MaxBytes, access.Caller, time.GetUtcNow());
        PutResult result;
        try
        {
            result = await holdfast.PutAsync(key, request.BodyReader, options, context.RequestAborted);
        }
        catch (StorageException error) when (options.IfAbsent && error.Kind is StorageErrorKind.AlreadyExists)
        {
            throw StorageErrors.PreconditionFailed(key, "If-None-Match: *");
        }

        await AnswerAsync(context, access, result, settings);
    }

    /// <summary>Deletes; also a success when there was nothing.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var key = access.ToKey(FileReads.KeyOf(context));
        var options = new RemoveOptions { IfMatch = EntityTags.ForWrite(context.Request.Headers.IfMatch, "If-Match"), Actor = access.Caller };
        await holdfast.DeleteAsync(key, options, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>201 with the object when it is new, 200 when something was replaced.</summary>
    public static Task AnswerAsync(HttpContext context, CallerAccess access, PutResult result, HttpSettings settings)
    {
        var body = new ObjectMapper(access, new ObjectLinks(context.Request, settings)).Map(result.Object);
        var headers = context.Response.Headers;
        headers.ETag = string.Concat("\"", result.Object.ETag, "\"");
        if (!result.Replaced)
        {
            headers.Location = body.Url;
        }

        return JsonAnswers.WriteAsync(context.Response, result.Replaced ? StatusCodes.Status200OK : StatusCodes.Status201Created, body, HoldfastJson.Web.ObjectJson);
    }
}
