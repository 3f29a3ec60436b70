using Holdfast.Engine;
using Holdfast.Engine.Objects;
using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Server.Composition;
using Holdfast.Server.Contracts;
using Holdfast.Server.Files.Writing;
using Holdfast.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Files;

/// <summary>What is done with several objects or between two: list, delete, copy, move, find by id.</summary>
internal sealed class FileActions(IHoldfast holdfast, HttpSettings settings)
{
    private const int MaxBatch = 1000;

    public async Task ListAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var query = context.Request.Query;
        var page = await holdfast.ListAsync(
            new ListQuery
            {
                Prefix = access.ToPrefix(query["prefix"].ToString()),
                Delimiter = QueryValues.Text(query, "delimiter"),
                Limit = QueryValues.Limit(query),
                Cursor = QueryValues.Text(query, "cursor"),
                OrgId = access.OrgId,
            },
            context.RequestAborted);
        var mapper = new ObjectMapper(access, new ObjectLinks(context.Request, settings));
        var body = new FileListJson(mapper.Map(page.Objects), [.. page.Prefixes.Select(access.ToShort)], page.NextCursor);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.FileListJson);
    }

    public async Task FindByIdAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var id = (string)context.Request.RouteValues["id"]!;
        var found = await holdfast.FindByIdAsync(id, context.RequestAborted);
        if (found is null || !access.MaySee(found.Key))
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "object_not_found", "There is no object of this id.");
            return;
        }

        var body = new ObjectMapper(access, new ObjectLinks(context.Request, settings)).Map(found);
        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body, HoldfastJson.Web.ObjectJson);
    }

    public Task CopyAsync(HttpContext context) => TransferAsync(context, holdfast.CopyAsync);

    public Task MoveAsync(HttpContext context) => TransferAsync(context, holdfast.MoveAsync);

    public async Task DeleteManyAsync(HttpContext context)
    {
        var access = CallerAccess.Of(context.User);
        var request = await JsonAnswers.ReadAsync(context.Request, HoldfastJson.Web.DeleteRequestJson);
        if (request?.Keys is not { } names)
        {
            throw StorageErrors.InvalidArgument("'keys' is missing.");
        }

        if (names.Count > MaxBatch)
        {
            throw StorageErrors.InvalidArgument("'keys' holds at most 1000 keys.");
        }

        var results = new DeleteResultJson[names.Count];
        var keys = new List<ObjectKey>(names.Count);
        var places = new List<int>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            try
            {
                keys.Add(access.ToKey(names[i] ?? throw StorageErrors.InvalidKey(null, "a key is a text")));
                places.Add(i);
            }
            catch (StorageException error)
            {
                results[i] = error.Kind is StorageErrorKind.NotFound ? Result(names[i], existed: false, error: null) : Result(names[i] ?? string.Empty, existed: false, error);
            }
            catch (OutsidePrefixException error)
            {
                results[i] = new DeleteResultJson(names[i], "failed", false, new ErrorJson("forbidden", error.Message));
            }
        }

        var outcomes = keys.Count == 0 ? [] : await holdfast.DeleteManyAsync(keys, context.RequestAborted);
        for (var i = 0; i < outcomes.Count; i++)
        {
            results[places[i]] = Result(names[places[i]], outcomes[i].Existed, outcomes[i].Error);
        }

        await JsonAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, new DeleteResultsJson(results), HoldfastJson.Web.DeleteResultsJson);
    }

    private async Task TransferAsync(HttpContext context, Func<ObjectKey, ObjectKey, TransferOptions, CancellationToken, Task<PutResult>> transfer)
    {
        var access = CallerAccess.Of(context.User);
        var request = await JsonAnswers.ReadAsync(context.Request, HoldfastJson.Web.TransferRequestJson);
        if (request is not { From: { } from, To: { } to })
        {
            throw StorageErrors.InvalidArgument("'from' and 'to' are needed.");
        }

        var result = await transfer(access.ToKey(from), access.ToKey(to), new TransferOptions { Overwrite = request.Overwrite, Owner = access.Caller }, context.RequestAborted);
        await FileWrites.AnswerAsync(context, access, result, settings);
    }

    private static DeleteResultJson Result(string key, bool existed, StorageException? error) => error is null
        ? new DeleteResultJson(key, existed ? "deleted" : "not_found", existed, null)
        : new DeleteResultJson(key, "failed", false, new ErrorJson(ProblemMap.For(error, reads: false).Code, error.Message));
}
