using System.Text.Json;
using Holdfast.Cli.Client;
using Holdfast.Cli.Native;

namespace Holdfast.Cli.Connecting;

/// <summary>How a command finds the server that runs over the same storage: <c>&lt;STORAGE_DIR&gt;/.holdfast/server.json</c>, readable by its owner only.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Token">A token that acts as the local superuser, valid while that server runs.</param>
/// <param name="Pid">Its process.</param>
internal sealed record ServerFile(string Url, string Token, int Pid)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The folder of Holdfast's own files below the storage.</summary>
    public static string Folder(string storageDirectory) => Path.Join(storageDirectory, ".holdfast");

    /// <summary>Where it lies.</summary>
    public static string PathOf(string storageDirectory) => Path.Join(Folder(storageDirectory), "server.json");

    /// <summary>Reads it; null when there is none or when it is no such file. A file that others can read or write is not believed.</summary>
    public static ServerFile? Read(string storageDirectory)
    {
        var path = PathOf(storageDirectory);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                return null;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize(stream, ClientJson.Default.ServerFile);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it whole, for its owner only.</summary>
    public void Write(string storageDirectory)
    {
        var path = PathOf(storageDirectory);
        var aside = $"{path}.{Pid}.new";
        File.Delete(aside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(aside, options))
        {
            JsonSerializer.Serialize(stream, this, ClientJson.Default.ServerFile);
        }

        AtomicRename.Replace(aside, path);
    }

    /// <summary>Removes it; nothing when it is gone.</summary>
    public static void Remove(string storageDirectory) => File.Delete(PathOf(storageDirectory));
}
