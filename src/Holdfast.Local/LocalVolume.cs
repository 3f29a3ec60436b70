using Holdfast.Errors;
using Holdfast.Keys;
using Holdfast.Local.Files;
using Holdfast.Local.Keys;
using Holdfast.Local.Marks;
using Holdfast.Local.Native;
using Holdfast.Steps;

namespace Holdfast.Local;

/// <summary>An open root and everything that works on it.</summary>
internal sealed class LocalVolume : IDisposable
{
    private const int MostDiskThreads = 32;

    private readonly IStepObserver _observer;

    public LocalVolume(IFileSystemCalls files, string name, bool durable, IStepObserver observer, TimeProvider time)
    {
        _observer = observer;
        Files = files;
        Name = name;
        Durable = durable;
        Time = time;
        Threads = new DiskThreads(MostDiskThreads);
        Directories = new DirectorySync(files, Threads);
        Folders = new Folders(files, Directories);
        Marks = new MarkStore(files, Directories);
        Places = new KeyPlaces(this);
        Staging = new Staging(this);
        Locks = new KeyLocks(this);
    }

    public string Name { get; }

    public bool Durable { get; }

    public TimeProvider Time { get; }

    public IFileSystemCalls Files { get; }

    public DiskThreads Threads { get; }

    public DirectorySync Directories { get; }

    public Folders Folders { get; }

    public MarkStore Marks { get; }

    /// <summary>What keys can be paths; set anew once the volume's ways with names are known.</summary>
    public KeyShapes Shapes { get; set; } = new(VolumeTraits.Exact);

    public KeyPlaces Places { get; }

    public Staging Staging { get; }

    public KeyLocks Locks { get; }

    public ValueTask ReachedAsync(ProtocolStep step, CancellationToken cancellationToken) => _observer.ReachedAsync(step, cancellationToken);

    public StorageException Failure(Errno error, string operation, ObjectKey? key = null) => LocalErrorMap.ToException(error, Name, operation, key);

    public void Check(Errno error, string operation, ObjectKey? key = null)
    {
        if (error != Errno.None)
        {
            throw Failure(error, operation, key);
        }
    }

    public void Dispose()
    {
        Staging.Dispose();
        Threads.Dispose();
        Files.Dispose();
    }
}
