using Holdfast.Errors;
using Holdfast.Server.Composition;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;

namespace Holdfast.Server.Files.Writing;

/// <summary>What may be uploaded: how much, and of which types.</summary>
internal sealed class UploadRules(HttpSettings settings)
{
    private readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>The largest upload in bytes; null is without limit.</summary>
    public long? MaxBytes => settings.MaxUploadBytes;

    /// <summary>Lets the body through the server's own limit, after refusing one that says beforehand that it is too large: TooLarge, before its first byte.</summary>
    /// <param name="request">The request.</param>
    /// <param name="overhead">Bytes of the body that are no content.</param>
    public void Admit(HttpRequest request, long overhead = 0)
    {
        if (MaxBytes is { } limit && request.ContentLength > limit + overhead)
        {
            throw StorageErrors.TooLarge(limit);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }
    }

    /// <summary>Refuses a type that is not allowed, with 415. A missing type is told by the name.</summary>
    public void DemandType(string? contentType, string name)
    {
        var allowed = settings.AllowedContentTypes;
        if (allowed.Count == 0)
        {
            return;
        }

        var type = contentType ?? (_types.TryGetContentType(name, out var known) ? known : "application/octet-stream");
        var end = type.IndexOf(';', StringComparison.Ordinal);
        type = (end < 0 ? type : type[..end]).Trim();
        foreach (var pattern in allowed)
        {
            if (pattern is "*/*" or "*"
                || string.Equals(pattern, type, StringComparison.OrdinalIgnoreCase)
                || pattern.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        throw new TypeRefusedException(type, allowed);
    }
}
