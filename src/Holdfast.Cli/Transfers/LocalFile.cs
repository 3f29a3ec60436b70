namespace Holdfast.Cli.Transfers;

/// <summary>A file below a folder.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="RelativeKey">Its path below the folder, with slashes.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct LocalFile(string Path, string RelativeKey, long Size);
