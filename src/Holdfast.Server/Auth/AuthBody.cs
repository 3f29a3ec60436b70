using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Auth;

/// <summary>Reads and writes the JSON bodies of sign-in.</summary>
internal static class AuthBody
{
    private const long MaxBytes = 64 << 10;

    /// <summary>
    /// Reads a body, which must say that it is JSON: forms and scripts of other sites cannot send that without asking first. InvalidArgument when it is
    /// something else; never says what it was.
    /// </summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body is JSON and says so: Content-Type: application/json.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) ?? throw StorageErrors.InvalidArgument("The body is null.");
        }
        catch (JsonException)
        {
            throw StorageErrors.InvalidArgument("The body is not the JSON that is expected here.");
        }
    }

    public static async Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, body, type, context.RequestAborted);
    }

    /// <summary>The size of a part of a list. InvalidArgument beyond 1 to 1000.</summary>
    public static int Limit(int? asked) =>
        asked is null ? 100 : asked is >= 1 and <= 1000 ? asked.Value : throw StorageErrors.InvalidArgument("limit is 1 to 1000.");
}
