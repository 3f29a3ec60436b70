using System.Text;

namespace Holdfast.Platform.People.Tokens;

/// <summary>The file that hands the local token to programs of the same user on the same machine.</summary>
public static class LocalTrustFile
{
    /// <summary>
    /// Writes the token to a new file that only this user may read, in place of one that an earlier process left. The folder must exist. A reader
    /// that comes in the middle finds no file or an unfinished one and tries again. Remove it when the process ends.
    /// </summary>
    public static async Task WriteAsync(string path, ILocalTrust trust, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(trust);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.ASCII.GetBytes(trust.Token + "\n"), cancellationToken);
    }
}
