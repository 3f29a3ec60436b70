using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Holdfast.Server.Files.Writing;

/// <summary>Reads a form part by part; no part is held in memory.</summary>
internal sealed class FormReader(Stream body, string boundary)
{
    /// <summary>The most files in one form.</summary>
    public const int MaxFiles = 1000;

    private const int BufferSize = 64 * 1024;

    private readonly MultipartReader _reader = new(boundary, body, BufferSize) { HeadersCountLimit = 32, HeadersLengthLimit = 16 * 1024 };

    /// <summary>The next part, or null at the end. A malformed form is a BadHttpRequestException with 400.</summary>
    public async Task<FormPart?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var section = await _reader.ReadNextSectionAsync(cancellationToken);
            return section is null ? null : FormPart.From(section);
        }
        catch (InvalidDataException error)
        {
            throw Malformed(error);
        }
        catch (IOException error) when (IsFormError(error))
        {
            throw Malformed(error);
        }
    }

    /// <summary>Whether the error is about the form and not about the connection below it.</summary>
    public static bool IsFormError(Exception error) =>
        error is InvalidDataException || error.GetType() == typeof(IOException) && error.InnerException is null;

    /// <summary>The refusal of a form that ends early or cannot be read.</summary>
    public static BadHttpRequestException Malformed(Exception error) => new("The form is malformed or ends early.", StatusCodes.Status400BadRequest, error);
}
