namespace Holdfast.Crash.Support;

/// <summary>A folder of its own for a test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-crash-").FullName;

    public Store Store => new(System.IO.Path.Join(Path, "store"));

    public void Dispose() => Directory.Delete(Path, true);
}
