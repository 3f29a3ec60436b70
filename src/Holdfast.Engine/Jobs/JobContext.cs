using System.Text.Json;

namespace Holdfast.Engine.Jobs;

/// <summary>What a running job sees of itself. Figures are written to the catalog at most a few times a second, findings in batches.</summary>
internal sealed class JobContext(JobStore store, JobInfo job, string? position, TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(400);

    private readonly List<JobItem> _items = [];
    private readonly long _began = time.GetTimestamp();
    private readonly long _bytesBefore = job.Progress.BytesDone;
    private long _savedAt = time.GetTimestamp();

    public string Id => job.Id;

    public string Arguments => job.Arguments;

    /// <summary>Where the job was when it was last saved; null at its first run.</summary>
    public string? Position { get; set; } = position;

    public CancellationToken Cancellation { get; } = cancellation;

    public long? FilesTotal { get; set; } = job.Progress.FilesTotal;

    public long? BytesTotal { get; set; } = job.Progress.BytesTotal;

    public long FilesDone { get; set; } = job.Progress.FilesDone;

    public long FilesFailed { get; set; } = job.Progress.FilesFailed;

    public long BytesDone { get; set; } = job.Progress.BytesDone;

    /// <summary>The report as it would be if the job ended now; written with every save.</summary>
    public Func<string>? Report { get; set; }

    /// <summary>The report of the last save; null at the first run.</summary>
    public string? SavedReport => job.Report;

    /// <summary>Notes something about one object.</summary>
    public void Note(string kind, string key, string? backend, string? detail) => _items.Add(new JobItem(kind, key, backend, detail));

    /// <summary>Saves when it is time to. Call it often.</summary>
    public async ValueTask TickAsync()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (_items.Count >= 500 || time.GetElapsedTime(_savedAt) >= SaveEvery)
        {
            await SaveAsync();
        }
    }

    /// <summary>Saves position, figures, findings and report in one transaction.</summary>
    public async Task SaveAsync()
    {
        _savedAt = time.GetTimestamp();
        var items = _items.ToArray();
        _items.Clear();
        await store.SaveAsync(Id, Progress(), Position, Report?.Invoke(), items);
    }

    private JobProgress Progress()
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        var rate = seconds > 0.5 ? (long)((BytesDone - _bytesBefore) / seconds) : (long?)null;
        return new JobProgress
        {
            FilesTotal = FilesTotal,
            FilesDone = FilesDone,
            FilesFailed = FilesFailed,
            BytesTotal = BytesTotal,
            BytesDone = BytesDone,
            BytesPerSecond = rate,
            EtaSeconds = rate > 0 && BytesTotal is { } total && total >= BytesDone ? (total - BytesDone) / rate : null,
        };
    }

    public static T ReadArguments<T>(string arguments)
        where T : class, new()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(arguments, JobJson.Options) ?? new T();
        }
        catch (JsonException error)
        {
            throw Errors.StorageErrors.InvalidArgument($"The job's arguments cannot be read: {error.Message}");
        }
    }
}
