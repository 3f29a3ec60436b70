using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Contracts;

/// <summary>Reads and writes the API's JSON bodies.</summary>
internal static class JsonAnswers
{
    /// <summary>The largest JSON body: a thousand keys of the longest kind, every character escaped.</summary>
    public const long MaxBodyBytes = 8 << 20;

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync<T>(HttpResponse response, int status, T body, JsonTypeInfo<T> type)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        if (response.Headers.CacheControl.Count == 0)
        {
            response.Headers.CacheControl = "no-store";
        }

        // Answers are bounded (a list has at most a thousand objects); made whole, they have a length and errors show before the status is sent.
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(bytes, response.HttpContext.RequestAborted).AsTask();
    }

    /// <summary>Reads a body that may be missing: then null. InvalidArgument when it is no such JSON.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (request.ContentLength is 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return null;
        }

        if (request.ContentLength > MaxBodyBytes)
        {
            // The server reads on for a moment so that the answer reaches a client that is still sending.
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = null;
            }

            throw StorageErrors.TooLarge(MaxBodyBytes);
        }

        var json = request.ContentType is null || request.HasJsonContentType();
        if (!json)
        {
            throw new BadHttpRequestException("The body is JSON and says so: Content-Type: application/json.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted);
        }
        catch (JsonException error)
        {
            throw StorageErrors.InvalidArgument($"The body is not the JSON that is expected here{(error.Path is { Length: > 1 } path ? $" (at {StorageErrors.Quote(path)})" : string.Empty)}.");
        }
    }
}
