using System.Text.Json;
using Holdfast.Engine;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;
using Holdfast.Server.Idempotency;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Files.Writing;

/// <summary>POST of a form with files: one answer for all, and the first answer again for a repeated Idempotency-Key.</summary>
internal sealed partial class FormUploads(
    IHoldfast holdfast, HttpSettings settings, UploadRules rules, NameReservations names, IdempotencyStore idempotency, ILogger<FormUploads> logger)
{
    private const long FormOverheadBytes = 1 << 20;
    private const int MaxIdempotencyKeyLength = 255;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var boundary = BoundaryOf(request);
        rules.Admit(request, FormOverheadBytes);
        var access = CallerAccess.Of(context.User);
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
        {
            var stored = await StoreAsync(context, access, boundary);
            await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status201Created, stored, HoldfastJson.Web.FilesJson);
            return;
        }

        if (key.Length > MaxIdempotencyKeyLength)
        {
            throw StorageErrors.InvalidArgument("An Idempotency-Key has at most 255 characters.");
        }

        await StoreOnceAsync(context, access, boundary, IdempotencyStore.IdOf(access.Caller, key));
    }

    private async Task StoreOnceAsync(HttpContext context, CallerAccess access, string boundary, string id)
    {
        var state = await idempotency.BeginAsync(id, context.Request.Path + context.Request.QueryString, context.RequestAborted);
        switch (state.Outcome)
        {
            case IdempotencyOutcome.Answered:
                context.Response.Headers["Idempotent-Replayed"] = "true";
                await WriteAsync(context, state.Status, state.Body ?? []);
                return;
            case IdempotencyOutcome.UnderWay:
                await ProblemWriter.WriteAsync(context, StatusCodes.Status409Conflict, "conflict", "A request with this Idempotency-Key is under way.", null, headers => headers.RetryAfter = "1");
                return;
            case IdempotencyOutcome.OtherRequest:
                await ProblemWriter.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "This Idempotency-Key was used for another request.");
                return;
            default:
                break;
        }

        FilesJson stored;
        try
        {
            stored = await StoreAsync(context, access, boundary);
        }
        catch
        {
            await TryAsync(() => idempotency.AbandonAsync(id));
            throw;
        }

        // The files are committed: a catalog that fails only now does not make them undone.
        var body = JsonSerializer.SerializeToUtf8Bytes(stored, HoldfastJson.Web.FilesJson);
        await TryAsync(() => idempotency.CompleteAsync(id, StatusCodes.Status201Created, body));
        await WriteAsync(context, StatusCodes.Status201Created, body);
    }

    private async Task TryAsync(Func<Task> note)
    {
        try
        {
            await note();
        }
        catch (StorageException error)
        {
            LogNotNoted(logger, error.Kind);
        }
    }

    private async Task<FilesJson> StoreAsync(HttpContext context, CallerAccess access, string boundary)
    {
        var form = UploadForm.From(context.Request.Query);
        var reader = new FormReader(context.Request.Body, boundary);
        var stored = new List<PutResult>();
        try
        {
            while (await reader.NextAsync(context.RequestAborted) is { } part)
            {
                if (part.FileName is not { } fileName)
                {
                    if (stored.Count > 0)
                    {
                        throw StorageErrors.InvalidArgument($"The field '{StorageErrors.Quote(part.Name)}' comes after a file; fields that say where files go come before them.");
                    }

                    form.Set(part.Name, await part.ReadTextAsync(context.RequestAborted));
                    continue;
                }

                if (form.NamesKey && stored.Count > 0)
                {
                    throw StorageErrors.InvalidArgument("'key' names one file; use 'prefix' for several.");
                }

                if (stored.Count == FormReader.MaxFiles)
                {
                    throw StorageErrors.InvalidArgument("A form holds at most 1000 files.");
                }

                stored.Add(await new FormFile(holdfast, rules, names, access).StoreAsync(form, part, fileName, context.RequestAborted));
            }

            if (stored.Count == 0)
            {
                throw StorageErrors.InvalidArgument("The form holds no file; a part with a file has a filename.");
            }
        }
        catch
        {
            await UndoAsync(stored);
            throw;
        }

        return new FilesJson(new ObjectMapper(access, new ObjectLinks(context.Request, settings)).Map([.. stored.Select(r => r.Object)]));
    }

    // The request failed as a whole, so it leaves none of its files. What replaced something stays: the older bytes are not ours to bring back.
    private async Task UndoAsync(List<PutResult> stored)
    {
        foreach (var result in stored.Where(r => !r.Replaced))
        {
            try
            {
                await holdfast.DeleteAsync(result.Object.Key, new RemoveOptions { IfMatch = [result.Object.ETag] }, CancellationToken.None);
            }
            catch (StorageException)
            {
                // Somebody wrote the key since, or storage is down: either way there is nothing better to do, and the failure itself is what is told.
            }
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Warning, "What became of an Idempotency-Key could not be noted: {Kind}")]
    private static partial void LogNotNoted(ILogger logger, StorageErrorKind kind);

    private static string BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Send multipart/form-data here, or the bytes themselves with PUT /api/files/{key}.", StatusCodes.Status415UnsupportedMediaType);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= 200 ? boundary : throw StorageErrors.InvalidArgument("The Content-Type of the form has no boundary.");
    }
}
