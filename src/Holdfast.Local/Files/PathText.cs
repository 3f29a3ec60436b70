namespace Holdfast.Local.Files;

/// <summary>Paths below the root as text.</summary>
internal static class PathText
{
    /// <summary>The folder of a path; empty for the root.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var cut and >= 0 ? path[..cut] : string.Empty;
}
