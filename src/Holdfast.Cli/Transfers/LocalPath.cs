using Holdfast.Cli.Failures;

namespace Holdfast.Cli.Transfers;

/// <summary>Turns keys into paths below a folder. A key never leads out of it.</summary>
internal static class LocalPath
{
    private const int LongestName = 255;

    private static readonly System.Buffers.SearchValues<char> NotOnWindows = System.Buffers.SearchValues.Create("\\:*?\"<>|");

    /// <summary>The path of a key; a failure names what a file system cannot hold.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="relativeKey">The key without the prefix that the folder stands for.</param>
    public static string Below(string folder, string relativeKey)
    {
        var segments = relativeKey.Split('/');
        foreach (var segment in segments)
        {
            var broken = segment switch
            {
                "" => "it has an empty segment or ends with a slash",
                "." or ".." => "it has a '.' or '..' segment",
                _ when segment.Contains('\0', StringComparison.Ordinal) => "it holds a NUL",
                _ when System.Text.Encoding.UTF8.GetByteCount(segment) > LongestName => $"a segment is longer than {LongestName} bytes",
                _ when OperatingSystem.IsWindows() && segment.AsSpan().ContainsAny(NotOnWindows) => "it holds characters that file names cannot have here",
                _ => null,
            };
            if (broken is not null)
            {
                throw new CommandFailure(ExitCode.Failed, $"The key '{relativeKey}' cannot be a file name: {broken}.", "Fetch it alone, with a file name of your choice.") { Code = "no_file_name" };
            }
        }

        return Path.Join(folder, Path.Join(segments));
    }

    /// <summary>The last segment of a key, where it can be a file name; else null.</summary>
    public static string? NameOf(string key)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        return name is "" or "." or ".." ? null : name;
    }
}
