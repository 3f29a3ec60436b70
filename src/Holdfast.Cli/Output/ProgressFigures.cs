namespace Holdfast.Cli.Output;

/// <summary>The figures of work that goes on, counted up by several transfers at once.</summary>
internal sealed class ProgressFigures
{
    private long _files;
    private long _bytes;
    private long _failed;
    private long _filesTotal = -1;
    private long _bytesTotal = -1;

    /// <summary>Files done.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Bytes moved.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Files failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Files in all; null while it is not known.</summary>
    public long? FilesTotal => Interlocked.Read(ref _filesTotal) is >= 0 and var total ? total : null;

    /// <summary>Bytes in all; null while it is not known.</summary>
    public long? BytesTotal => Interlocked.Read(ref _bytesTotal) is >= 0 and var total ? total : null;

    /// <summary>The rate as the server says, or null to measure it.</summary>
    public double? GivenRate { get; set; }

    /// <summary>The time left as the server says, or null to compute it.</summary>
    public double? GivenEtaSeconds { get; set; }

    /// <summary>Counts bytes; negative when an attempt is given up and begins anew.</summary>
    public void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Counts a finished file.</summary>
    public void FileDone() => Interlocked.Increment(ref _files);

    /// <summary>Counts a failed file.</summary>
    public void FileFailed() => Interlocked.Increment(ref _failed);

    /// <summary>Sets what there is to do.</summary>
    public void SetTotals(long? files, long? bytes)
    {
        Interlocked.Exchange(ref _filesTotal, files ?? -1);
        Interlocked.Exchange(ref _bytesTotal, bytes ?? -1);
    }

    /// <summary>Sets all figures, where something else counts.</summary>
    public void Set(long files, long bytes, long failed)
    {
        Interlocked.Exchange(ref _files, files);
        Interlocked.Exchange(ref _bytes, bytes);
        Interlocked.Exchange(ref _failed, failed);
    }
}
