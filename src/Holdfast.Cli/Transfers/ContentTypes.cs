using Microsoft.AspNetCore.StaticFiles;

namespace Holdfast.Cli.Transfers;

/// <summary>Content types by file name.</summary>
internal static class ContentTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();

    /// <summary>The usual type of such a name; null when there is none, so that the server decides.</summary>
    public static string? Of(string fileName) =>
        Known.TryGetContentType(fileName, out var type) ? type : null;
}
