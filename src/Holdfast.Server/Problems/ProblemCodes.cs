using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Problems;

/// <summary>The codes of refusals that come from HTTP itself and not from storage.</summary>
internal static class ProblemCodes
{
    /// <summary>The stable code of a status.</summary>
    public static string For(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status408RequestTimeout => "request_timeout",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status410Gone => "gone",
        StatusCodes.Status411LengthRequired => "length_required",
        StatusCodes.Status412PreconditionFailed => "precondition_failed",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status422UnprocessableEntity => "invalid_argument",
        StatusCodes.Status429TooManyRequests => "rate_limited",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "headers_too_large",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "internal_error",
        _ => "bad_request",
    };

    /// <summary>A sentence for a status that came without one.</summary>
    public static string? DetailFor(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Sign in, or send a token as 'Authorization: Bearer ...'.",
        StatusCodes.Status403Forbidden => "This account or token may not do that.",
        StatusCodes.Status404NotFound => "There is nothing at this path; /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => "This path knows other methods; the Allow header lists them.",
        StatusCodes.Status415UnsupportedMediaType => "The body is of a type that this path does not take.",
        _ => null,
    };
}
