using System.Text;
using Holdfast.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Files.Writing;

/// <summary>One part of a form.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name without its folders; null for a part without a file.</param>
/// <param name="ContentType">What it says its type is.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record FormPart(string Name, string? FileName, string? ContentType, Stream Body)
{
    private const int MaxFieldBytes = 8 * 1024;

    /// <summary>Takes a part's headers.</summary>
    public static FormPart From(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw StorageErrors.InvalidArgument("Each part of the form has a Content-Disposition: form-data.");
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
        if (!isFile)
        {
            return new FormPart(name, null, section.ContentType, section.Body);
        }

        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString() : HeaderUtilities.UnescapeAsQuotedString(disposition.FileName).ToString();
        return new FormPart(name, SafeName(given), section.ContentType, section.Body);
    }

    /// <summary>The value of a part without a file. InvalidArgument when it is longer than any field is.</summary>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        var length = await Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxFieldBytes ? Encoding.UTF8.GetString(buffer, 0, length) : throw StorageErrors.InvalidArgument($"The field '{StorageErrors.Quote(Name)}' is too long.");
    }

    /// <summary>A file name without folders and control characters; what would be nothing or a dot is called <c>file</c>.</summary>
    internal static string SafeName(string given)
    {
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsControl(rune))
            {
                text.Append(rune);
            }
        }

        var safe = text.ToString().Trim();
        return safe is "" or "." or ".." ? "file" : safe;
    }
}
