namespace Holdfast.Engine.Reconciling;

/// <summary>
/// A file that a living process holds locked; the kernel lets go when the process dies, whatever way it does. (.NET's exclusive share mode is an
/// advisory flock on Unix and a share lock on Windows.)
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _path;

    private InstanceLock(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Takes the lock of this process.</summary>
    public static InstanceLock Take(string folder, string instance)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, instance);
        return new InstanceLock(new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None), path);
    }

    /// <summary>Whether the process is dead: its file is there and nobody holds it. Null when the file is not there.</summary>
    public static bool? IsDead(string folder, string instance)
    {
        var path = PathOf(folder, instance);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes the file of a dead process; a living one's stays.</summary>
    public static void Clear(string folder, string instance)
    {
        if (IsDead(folder, instance) == true)
        {
            File.Delete(PathOf(folder, instance));
        }
    }

    public void Dispose()
    {
        File.Delete(_path);
        _file.Dispose();
    }

    private static string PathOf(string folder, string instance) => Path.Join(folder, instance + ".lock");
}
